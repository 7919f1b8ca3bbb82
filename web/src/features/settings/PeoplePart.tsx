// Who works here: the list, and one person at a time beside it.

import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { PersonListed } from '../../api/types';
import { nameOf, useWords } from '../../i18n';
import { Button } from '../../ui/Button';
import { SearchField } from '../../ui/Field';
import { Failure, Loading } from '../../ui/states';
import { PersonForm } from './PersonForm';
import { usePeople } from './questions';

export function PeoplePart() {
    const { t } = useWords();
    const people = usePeople();
    const [open, setOpen] = useState<number | 'new' | null>(null);
    const [wanted, setWanted] = useState('');
    if (people.error) return <Failure error={people.error} />;
    if (!people.data) return <Loading />;
    const query = wanted.trim().toLocaleLowerCase();
    // Simulated people belong to the demo; screens have a part of their own.
    const shown = people.data.filter(
        ({ pool, person }) =>
            pool === 'live' &&
            !(person.roles.length === 1 && person.roles[0] === 'display') &&
            `${person.name} ${person.login}`.toLocaleLowerCase().includes(query),
    );
    const chosen = people.data.find(({ id }) => id === open);
    return (
        <>
            <header className="part-head">
                <h2>{t('settings.people')}</h2>
                <SearchField label={t('floor.find')} value={wanted} change={setWanted} />
                <Button kind={open === null ? 'primary' : 'plain'} onClick={() => setOpen('new')}>
                    <Plus size={16} aria-hidden="true" />
                    {t('settings.people.add')}
                </Button>
            </header>
            <div className="two">
                <div className="list-wrap">
                    <table className="plain-table">
                        <thead>
                            <tr>
                                <th scope="col">{t('settings.person.name')}</th>
                                <th scope="col">{t('settings.person.roles')}</th>
                                <th scope="col">{t('settings.person.team')}</th>
                                <th scope="col">{t('nav.language')}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {shown.map((one) => (
                                <PersonRow key={one.id} one={one} current={one.id === open} choose={() => setOpen(one.id)} />
                            ))}
                        </tbody>
                    </table>
                </div>
                {(open === 'new' || chosen) && (
                    <PersonForm key={String(open)} listed={chosen} everyone={people.data} close={() => setOpen(null)} />
                )}
            </div>
        </>
    );
}

function PersonRow({ one: { person }, current, choose }: { one: PersonListed; current: boolean; choose: () => void }) {
    const { t, word } = useWords();
    return (
        <tr aria-selected={current} className={person.disabled ? 'is-off' : ''} onClick={choose}>
            <td>
                <button type="button" className="row-button" onClick={choose}>
                    <bdi>{person.name}</bdi>
                </button>
                <small className="faint">
                    <bdi dir="ltr">{person.login}</bdi>
                </small>
                {person.disabled && <span className="tag">{t('settings.person.disabled')}</span>}
            </td>
            <td>{person.roles.map((role) => word('role', role)).join(' · ')}</td>
            <td>
                <bdi>{person.team}</bdi>
            </td>
            <td>{nameOf[person.language]}</td>
        </tr>
    );
}
