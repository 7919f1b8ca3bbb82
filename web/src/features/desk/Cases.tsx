// What is still to be done for customers: for the one who is with the agent, and what is the agent's own while nobody is.

import type { Case } from '../../api/types';
import { useWords } from '../../i18n';
import { useCaseActs, useOwnCases } from '../../live';
import { CaseItem } from '../../ui/CaseItem';

/** Where there is none, nothing is said of it. */
export function Cases({ cases, title }: { cases: readonly Case[]; title: 'case.title' | 'case.mine' }) {
    const { t } = useWords();
    if (cases.length === 0) return null;
    return (
        <div className="sec">
            <h2>{t(title)}</h2>
            <ul className="case-list">
                {cases.map((one) => (
                    <Item key={one.case} shown={one} />
                ))}
            </ul>
        </div>
    );
}

function Item({ shown }: { shown: Case }) {
    return <CaseItem shown={shown} acts={useCaseActs(shown)} />;
}

export const OwnCases = () => <Cases cases={useOwnCases().data?.rows ?? []} title="case.mine" />;
