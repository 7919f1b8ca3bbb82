// To a queue, or to a person: those who could take it first, each with what they do now.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, granted } from '../../api/client';
import type { Colleague, QueueRow } from '../../api/types';
import { useWords } from '../../i18n';
import { Presence } from '../../ui/Presence';

const lookEvery = 2_000;
/** More are found by typing a part of the name. */
const mostShown = 12;

interface Props {
    queues: QueueRow[];
    now: number;
    chosen: (to: { queue: string } | { person: number }) => void;
}

export function Transfer({ queues, now, chosen }: Props) {
    const { t, language } = useWords();
    const [wanted, setWanted] = useState('');
    const colleagues = useQuery({
        queryKey: ['colleagues'],
        queryFn: () => granted(api.GET('/api/v1/colleagues')),
        refetchInterval: lookEvery,
    });
    const fits = (name: string) => name.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase());
    const people = (colleagues.data ?? []).filter(({ name }) => fits(name)).sort(bySoonest);
    const titled = queues.map((queue) => ({ ...queue, name: queue.title[language] || queue.id })).filter(({ name }) => fits(name));
    return (
        <div className="cb-transfer" role="group" aria-label={t('desk.transfer.to')}>
            <input
                type="search"
                autoFocus
                dir="auto"
                aria-label={t('desk.transfer.find')}
                placeholder={t('desk.transfer.find')}
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
            />
            <div className="cb-two">
                <section>
                    <h2 className="label">{t('desk.transfer.queues')}</h2>
                    {titled.map(({ id, name, waiting, ready }) => (
                        <button key={id} type="button" onClick={() => chosen({ queue: id })}>
                            <bdi className="cut">{name}</bdi>
                            <small>{t('desk.queue.now', { waiting, ready })}</small>
                        </button>
                    ))}
                </section>
                <section>
                    <h2 className="label">{t('desk.transfer.people')}</h2>
                    {people.slice(0, mostShown).map((person) => (
                        <Person key={person.id} person={person} now={now} choose={() => chosen({ person: person.id })} />
                    ))}
                    {people.length === 0 && <p className="quiet">{t('desk.transfer.nobody')}</p>}
                    {people.length > mostShown && (
                        <p className="faint small">{t('desk.transfer.more', { count: people.length - mostShown })}</p>
                    )}
                </section>
            </div>
        </div>
    );
}

function Person({ person, now, choose }: { person: Colleague; now: number; choose: () => void }) {
    const { calendar } = useWords();
    return (
        <button type="button" disabled={person.state !== 'ready'} onClick={choose}>
            <bdi className="cut">{person.name}</bdi>
            <small>
                <Presence state={person.state} /> {calendar.length((now - Date.parse(person.since)) / 1000)}
            </small>
        </button>
    );
}

/** Who can take it comes first, then who is busy, then who is away; offline last. */
const order: Colleague['state'][] = [
    'ready',
    'wrap_up',
    'reserved',
    'ringing',
    'talking',
    'hold',
    'coaching',
    'meeting',
    'training',
    'break',
    'recovery',
    'away',
    'offline',
];
const bySoonest = (a: Colleague, b: Colleague) => order.indexOf(a.state) - order.indexOf(b.state) || a.name.localeCompare(b.name);
