// The cases of the centre, for those who lead: the open ones, the oldest first, or what was closed.

import { useId, useState } from 'react';
import type { Case } from '../../api/types';
import { useWords } from '../../i18n';
import { mostCases, useCaseActs, useCases, type CaseState } from '../../live';
import { Alert } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { CaseItem } from '../../ui/CaseItem';
import { Empty, Failure, Loading } from '../../ui/states';

export function Cases() {
    const { t, calendar } = useWords();
    const label = useId();
    const [state, setState] = useState<CaseState>('open');
    const cases = useCases(state);
    const rows = cases.data?.rows;
    const untaken = rows?.filter(({ taken, closed }) => taken === null && closed === null).length ?? 0;
    return (
        <section className="cases" aria-labelledby="cases-title">
            <div className="outcomes-head">
                <h2 id="cases-title">
                    {t('case.title')}
                    {untaken > 0 && (
                        <span className="counts">
                            <b className="warn">
                                <Alert level="warn" spoken={false} /> {t('case.untaken.count')} {calendar.number(untaken)}
                            </b>
                        </span>
                    )}
                </h2>
                <span className="counts">
                    <label htmlFor={label}>{t('case.show')}</label>
                    <select id={label} className="input" value={state} onChange={({ target }) => setState(target.value as CaseState)}>
                        <option value="open">{t('case.open')}</option>
                        <option value="closed">{t('case.all.closed')}</option>
                    </select>
                </span>
            </div>
            {!rows && cases.error && (
                <Failure error={cases.error} act={<Button onClick={() => void cases.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {cases.isPending && <Loading />}
            {rows?.length === 0 &&
                (state === 'open' ? (
                    <Empty title={t('case.none')} help={t('case.none.help')} />
                ) : (
                    <Empty title={t('case.none.closed')} help={t('case.none.help')} />
                ))}
            <ul className="case-list">
                {rows?.map((one) => (
                    <Item key={one.case} shown={one} />
                ))}
            </ul>
            {rows?.length === mostCases && <p className="quiet small">{t('shiftlog.more', { count: mostCases })}</p>}
        </section>
    );
}

function Item({ shown }: { shown: Case }) {
    return <CaseItem shown={shown} acts={useCaseActs(shown)} whole />;
}
