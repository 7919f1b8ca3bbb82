// One procedure as people read it, in the version in force or an older one, and its history.

import { ChevronLeft } from 'lucide-react';
import { Link, useSearch } from 'wouter';
import { useWords } from '../../i18n';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Failure, Loading } from '../../ui/states';
import { useProcedure, useVersions } from './asking';
import './manual.css';
import { editionsOf, readable, versionIn } from './reading';

export default function ProcedurePage({ id }: { id: string }) {
    const { t, calendar, language } = useWords();
    const version = versionIn(useSearch(), 'version');
    const shown = useProcedure(id, version);
    if (shown.isPending)
        return (
            <main id="content">
                <Loading />
            </main>
        );
    if (!shown.data)
        return (
            <main id="content">
                <Failure error={shown.error} act={<Button onClick={() => void shown.refetch()}>{t('verb.retry')}</Button>} />
            </main>
        );
    const { procedure, documents, in_force, version: number } = shown.data;
    const document = documents.find((one) => one.language === language) ?? documents[0];
    const facts = [
        ['manual.owner', procedure.owner],
        ['manual.approver', procedure.approver],
        ['manual.effective', calendar.date(new Date(`${procedure.effective}T12:00:00Z`))],
        ['manual.review', calendar.date(new Date(`${procedure.review}T12:00:00Z`))],
    ] as const;
    return (
        <main id="content" className="manual">
            <header className="top">
                <Link className="link" href="/manual">
                    <ChevronLeft size={16} className="flip" aria-hidden="true" /> {t('nav.manual')}
                </Link>
                <span className="quiet">{t('desk.version', { version: calendar.plain(number) })}</span>
            </header>
            {!in_force && (
                <p className="superseded warn">
                    <Alert level="warn" spoken={false} /> {t('manual.superseded')}{' '}
                    <Link className="link" href={`/manual/${id}`}>
                        {t('manual.in_force')}
                    </Link>
                </p>
            )}
            <div className="procedure">
                {/* The server makes it of Markdown, drops whatever else stands in it, and no script of a page is run. */}
                <article
                    lang={document?.language}
                    dir={document?.language === 'ar' || document?.language === 'fa' ? 'rtl' : 'ltr'}
                    dangerouslySetInnerHTML={{ __html: readable(document?.html ?? '') }}
                />
                <aside>
                    <dl>
                        {facts.map(
                            ([name, fact]) =>
                                fact !== '' && (
                                    <div key={name}>
                                        <dt className="small quiet">{t(name)}</dt>
                                        <dd>
                                            <bdi>{fact}</bdi>
                                        </dd>
                                    </div>
                                ),
                        )}
                    </dl>
                    <History id={id} shown={number} />
                </aside>
            </div>
        </main>
    );
}

function History({ id, shown }: { id: string; shown: number }) {
    const { t, calendar } = useWords();
    const versions = useVersions();
    const editions = editionsOf(id, versions.data ?? []);
    return (
        <section aria-labelledby="history-title">
            <h2 id="history-title">{t('manual.history')}</h2>
            {!versions.data && versions.error && (
                <Failure error={versions.error} act={<Button onClick={() => void versions.refetch()}>{t('verb.retry')}</Button>} />
            )}
            <ol>
                {editions.map(({ version, published, by, before }) => (
                    <li key={version}>
                        <Link
                            className="link"
                            href={`/manual/${id}?version=${version}`}
                            aria-current={version === shown ? 'true' : undefined}
                        >
                            {t('desk.version', { version: calendar.plain(version) })}
                        </Link>
                        <p className="small quiet">
                            <time dateTime={published}>{calendar.dateAndTime(published)}</time>
                            {by !== null && (
                                <>
                                    {' · '}
                                    <bdi>{by}</bdi>
                                </>
                            )}
                        </p>
                        {before === null ? (
                            <p className="small quiet">{t('manual.first')}</p>
                        ) : (
                            <Link className="link small" href={`/manual/${id}/changes?from=${before}&to=${version}`}>
                                {t('manual.compare')}
                            </Link>
                        )}
                    </li>
                ))}
            </ol>
        </section>
    );
}
