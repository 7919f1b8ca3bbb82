// Whether agents followed their guides: a share by procedure and by agent, and behind each the guides that were not followed, with the
// way to their contacts. What was left is kept with its reason; nothing here is coloured as a fault.

import type { Guides as Told } from '../../api/types';
import { useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { Empty, Failure, Loading } from '../../ui/states';
import { GuideRows } from '../../ui/GuideRows';
import { most, type GuidesAsked, type useGuides } from './asking';

interface Props {
    guides: ReturnType<typeof useGuides>;
    asked: GuidesAsked;
    show: (asked: Partial<GuidesAsked>) => void;
}

type Share = Told['whole'];
const spans = [1, 7, 30] as const;

export function Guides({ guides, asked, show }: Props) {
    const { t, calendar, language } = useWords();
    const { data, error } = guides;
    const narrowed = asked.agent !== null || asked.procedure !== null;
    const left = data ? data.whole.denominator - data.whole.numerator : 0;
    return (
        <section className="guides" aria-labelledby="guides-title">
            <div className="outcomes-head">
                <h2 id="guides-title">{t('shiftlog.guides')}</h2>
                <div className="chips" role="group" aria-label={t('fairness.period')}>
                    {spans.map((days) => (
                        <button key={days} type="button" aria-pressed={days === asked.days} onClick={() => show({ days })}>
                            {t('fairness.days', { count: days })}
                        </button>
                    ))}
                </div>
            </div>
            {!data && error && <Failure error={error} act={<Button onClick={() => void guides.refetch()}>{t('verb.retry')}</Button>} />}
            {guides.isPending && <Loading />}
            {data && data.procedures.length === 0 && !narrowed && (
                <Empty title={t('shiftlog.guides.none')} help={t('shiftlog.guides.none.help')} />
            )}
            {data && (data.procedures.length > 0 || narrowed) && (
                <>
                    <div className="shares">
                        <Shares
                            title={t('shiftlog.guides.by_procedure')}
                            least={data.least_sample}
                            rows={data.procedures.map(({ procedure, title, adherence }) => ({
                                name: title[language] || title.en || procedure,
                                share: adherence,
                                chosen: asked.procedure === procedure,
                                choose: () => show({ procedure: asked.procedure === procedure ? null : procedure }),
                            }))}
                        />
                        <Shares
                            title={t('shiftlog.guides.by_agent')}
                            least={data.least_sample}
                            rows={data.agents.map(({ agent, adherence }) => ({
                                name: agent.name,
                                share: adherence,
                                chosen: asked.agent === agent.id,
                                choose: () => show({ agent: asked.agent === agent.id ? null : agent.id }),
                            }))}
                        />
                    </div>
                    <p className="faint small">
                        {t('shiftlog.guides.formula', {
                            version: calendar.plain(data.version),
                            least: calendar.number(data.least_sample),
                        })}{' '}
                        <Uncounted share={data.whole} />
                    </p>
                    <h3>
                        {t('shiftlog.guides.left')}
                        <span className="counts">{calendar.number(left)}</span>
                        {narrowed && <Button onClick={() => show({ agent: null, procedure: null })}>{t('shiftlog.guides.all')}</Button>}
                    </h3>
                    {left === 0 && <p className="quiet small">{t('shiftlog.guides.left.none')}</p>}
                    <GuideRows rows={data.rows} whole={asked.days > 1} agents contactsAt="/contacts" />
                    {data.rows.length === most && <p className="quiet small">{t('shiftlog.more', { count: most })}</p>}
                </>
            )}
        </section>
    );
}

interface Row {
    name: string;
    share: Share;
    chosen: boolean;
    choose: () => void;
}

function Shares({ title, rows, least }: { title: string; rows: readonly Row[]; least: number }) {
    const { t, calendar } = useWords();
    return (
        <div>
            <h3>{title}</h3>
            <ul>
                {rows.map(({ name, share: { numerator, denominator, value }, chosen, choose }) => (
                    <li key={name}>
                        <button type="button" aria-pressed={chosen} onClick={choose}>
                            <span className="cut">
                                <bdi>{name}</bdi>
                            </span>
                            <span className="quiet">
                                {t('board.of', { part: calendar.number(numerator), whole: calendar.number(denominator) })}
                            </span>
                            <b>{value === null || denominator < least ? '–' : calendar.share(value)}</b>
                        </button>
                    </li>
                ))}
            </ul>
        </div>
    );
}

/** Guides that are in no share, because it was not the agent who ended them. */
function Uncounted({ share: { guides } }: { share: Share }) {
    const { t, calendar, word } = useWords();
    const counts = (['broken_off', 'handed_on', 'running'] as const).filter((one) => guides[one] > 0);
    if (counts.length === 0) return null;
    const listed = counts.map((one) => `${word('guide.standing', one)} ${calendar.number(guides[one])}`).join(' · ');
    return <>{t('shiftlog.guides.uncounted', { listed })}</>;
}
