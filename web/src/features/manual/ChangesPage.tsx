// Two versions of a procedure beside each other: what its head and its steps say otherwise, and every line, word by word.

import { ChevronLeft } from 'lucide-react';
import { useId } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import type { DocumentChanged, ManualVersion, ProcedureChanges } from '../../api/types';
import { isLanguage, nameOf, useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { useChanges, useVersions } from './asking';
import './manual.css';
import { editionsOf, versionIn } from './reading';
import { wordsChanged } from './words';

export default function ChangesPage({ id }: { id: string }) {
    const { t } = useWords();
    const [, go] = useLocation();
    const search = useSearch();
    const versions = useVersions();
    const newest = editionsOf(id, versions.data ?? [])[0];
    const to = versionIn(search, 'to') ?? newest?.version ?? 0;
    const from = versionIn(search, 'from') ?? newest?.before ?? 0;
    const changes = useChanges(id, from, to);
    const data = changes.data;
    const show = (of: number, into: number) => go(`/manual/${id}/changes?from=${of}&to=${into}`);
    const same = data && data.head.length + data.steps.length + data.documents.length === 0;
    return (
        <main id="content" className="manual changes">
            <header className="top">
                <Link className="link" href={`/manual/${id}`}>
                    <ChevronLeft size={16} className="flip" aria-hidden="true" /> {t('manual.procedure')}
                </Link>
                <h1>{t('manual.changes')}</h1>
                <Version label={t('manual.from')} versions={versions.data ?? []} value={from} choose={(wanted) => show(wanted, to)} />
                <Version label={t('manual.to')} versions={versions.data ?? []} value={to} choose={(wanted) => show(from, wanted)} />
            </header>
            {(changes.isLoading || versions.isPending) && <Loading />}
            {!data && changes.error && (
                <Failure error={changes.error} act={<Button onClick={() => void changes.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {versions.data && from === 0 && <Empty title={t('manual.first')} help={t('manual.first.help')} />}
            {same && <Empty title={t('manual.same')} help={t('manual.same.help')} />}
            {data && !same && (
                <>
                    <p className="legend small quiet">
                        <Words from={t('manual.removed')} to="" /> <Words from="" to={t('manual.added')} />
                    </p>
                    <Head head={data.head} />
                    <Steps steps={data.steps} />
                    <Documents documents={data.documents} />
                </>
            )}
        </main>
    );
}

interface VersionProps {
    label: string;
    versions: readonly ManualVersion[];
    value: number;
    choose: (version: number) => void;
}

function Version({ label, versions, value, choose }: VersionProps) {
    const { t, calendar } = useWords();
    const id = useId();
    return (
        <span className="version">
            <label htmlFor={id}>{label}</label>
            <select id={id} className="input" value={value} onChange={({ target }) => choose(Number(target.value))}>
                {!versions.some(({ version }) => version === value) && <option value={value} />}
                {versions.map(({ version, published }) => (
                    <option key={version} value={version}>
                        {`${t('desk.version', { version: calendar.plain(version) })} · ${calendar.dateAndTime(published)}`}
                    </option>
                ))}
            </select>
        </span>
    );
}

/** What gave way is struck through, what came is underlined; whoever hears the page is told which is which. */
function Words({ from, to }: { from: string; to: string }) {
    const { t } = useWords();
    return wordsChanged(from, to).map(({ is, text }, at) => {
        if (is === 'same') return text;
        const Mark = is === 'added' ? 'ins' : 'del';
        return (
            <Mark key={at}>
                <span className="sr">{t(is === 'added' ? 'manual.added' : 'manual.removed')}: </span>
                {text}
            </Mark>
        );
    });
}

/** A field by its name; one that stands in each language by its name and the language. */
function useField() {
    const { word } = useWords();
    return (field: string) => {
        const [name = field, language] = field.split('.');
        return isLanguage(language) ? `${word('manual.field', name)} (${nameOf[language]})` : word('manual.field', name);
    };
}

function Head({ head }: { head: ProcedureChanges['head'] }) {
    const { t } = useWords();
    const named = useField();
    if (head.length === 0) return null;
    return (
        <section aria-labelledby="head-title">
            <h2 id="head-title">{t('manual.changes.head')}</h2>
            <dl>
                {head.map(({ field, from, to }) => (
                    <div key={field}>
                        <dt className="small quiet">{named(field)}</dt>
                        <dd dir="auto">
                            <Words from={from} to={to} />
                        </dd>
                    </div>
                ))}
            </dl>
        </section>
    );
}

function Steps({ steps }: { steps: ProcedureChanges['steps'] }) {
    const { t, word, language } = useWords();
    const named = useField();
    if (steps.length === 0) return null;
    return (
        <section aria-labelledby="steps-title">
            <h2 id="steps-title">{t('manual.changes.steps')}</h2>
            <ul>
                {steps.map(({ step, change, fields, from, to }) => {
                    const others = fields.filter((field) => field !== `text.${language}`);
                    return (
                        <li key={step}>
                            <p>
                                <span className="tag">{word('manual.change', change)}</span> <code dir="ltr">{step}</code>
                            </p>
                            <p dir="auto">
                                <Words from={from?.text[language] ?? ''} to={to?.text[language] ?? ''} />
                            </p>
                            {others.length > 0 && (
                                <p className="small quiet">
                                    {t('manual.changes.also', { fields: new Intl.ListFormat(language).format(others.map(named)) })}
                                </p>
                            )}
                        </li>
                    );
                })}
            </ul>
        </section>
    );
}

/** The one in the reader's language stands open; without it the source, whose name has no language in it. */
function Documents({ documents }: { documents: readonly DocumentChanged[] }) {
    const { t, word, language, calendar } = useWords();
    if (documents.length === 0) return null;
    const mine = documents.find(({ path }) => path.endsWith(`.${language}.md`)) ?? documents.find(({ path }) => !/\.\w\w\.md$/.test(path));
    return (
        <section aria-labelledby="documents-title">
            <h2 id="documents-title">{t('manual.changes.documents')}</h2>
            {documents.map(({ path, change, lines }) => (
                <details key={path} open={path === mine?.path}>
                    <summary>
                        <code dir="ltr">{path}</code> <span className="tag">{word('manual.change', change)}</span>
                    </summary>
                    {lines.map(({ from_line, to_line, removed, added }) => (
                        <div key={`${from_line} ${to_line}`} className="lines">
                            <p className="small quiet">
                                {t('manual.line', { line: calendar.number(added.length > 0 ? to_line : from_line) })}
                            </p>
                            <p dir="auto">
                                <Words from={removed.join('\n')} to={added.join('\n')} />
                            </p>
                        </div>
                    ))}
                </details>
            ))}
        </section>
    );
}
