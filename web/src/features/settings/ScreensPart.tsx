// Screens on walls: each has a link of its own that shows the Board and nothing else.

import { MonitorDot } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { api, granted } from '../../api/client';
import type { PersonListed } from '../../api/types';
import { useWords } from '../../i18n';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { linkOf, Secret } from '../../ui/Secret';
import { Empty, Failure, Loading, useReason } from '../../ui/states';
import { loginFrom, useChange, usePeople } from './questions';

const isScreen = ({ person }: PersonListed) => person.roles.length === 1 && person.roles[0] === 'display';

export function ScreensPart() {
    const { t, language } = useWords();
    const reason = useReason();
    const people = usePeople();
    const [name, setName] = useState('');
    const [made, setMade] = useState<{ name: string; token: string } | null>(null);
    const add = useChange((login: string) =>
        granted(api.POST('/api/v1/people', { body: { login, name: name.trim(), language, roles: ['display'] } })),
    );
    const link = useChange(({ id }: PersonListed) =>
        granted(api.POST('/api/v1/people/{id}/link', { params: { path: { id: String(id) } } })),
    );
    const remove = useChange(({ id, person }: PersonListed) =>
        granted(api.PUT('/api/v1/people/{id}', { params: { path: { id: String(id) } }, body: { ...person, disabled: !person.disabled } })),
    );
    if (people.error) return <Failure error={people.error} />;
    if (!people.data) return <Loading />;
    const screens = people.data.filter(isScreen);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const taken = new Set(people.data.map(({ person }) => person.login));
        const wanted = loginFrom(name) || 'screen';
        let login = wanted;
        for (let turn = 2; taken.has(login); ++turn) login = `${wanted}-${turn}`;
        add.mutate(login, {
            onSuccess: ({ link: token }) => {
                setMade({ name, token });
                setName('');
            },
        });
    };
    const refused = add.error ?? link.error ?? remove.error;
    return (
        <>
            <header className="part-head">
                <h2>{t('settings.screens')}</h2>
            </header>
            <p className="quiet part-lead">{t('settings.screens.lead')}</p>
            {refused && <Banner level="crit" title={reason(refused)} />}
            {made && (
                <Secret
                    title={t('settings.screen.link', { name: made.name })}
                    value={linkOf(made.token)}
                    help={t('settings.screen.link.help')}
                />
            )}
            <form className="inline-form" onSubmit={submit}>
                <TextField label={t('settings.screen.name')} value={name} change={setName} />
                <Button kind="primary" type="submit" disabled={name.trim() === '' || add.isPending}>
                    {t('settings.screen.add')}
                </Button>
            </form>
            {screens.length === 0 && <Empty title={t('settings.screens.none')} help={t('settings.screens.none.help')} />}
            <ul className="cards">
                {screens.map((screen) => (
                    <li key={screen.id} className={screen.person.disabled ? 'is-off' : ''}>
                        <MonitorDot size={20} aria-hidden="true" />
                        <b>
                            <bdi>{screen.person.name}</bdi>
                        </b>
                        {!screen.person.disabled && (
                            <Button
                                onClick={() =>
                                    link.mutate(screen, { onSuccess: (told) => setMade({ name: screen.person.name, token: told.link }) })
                                }
                            >
                                {t('settings.screen.new_link')}
                            </Button>
                        )}
                        <Button kind="bare" onClick={() => remove.mutate(screen)}>
                            {t(screen.person.disabled ? 'settings.screen.on' : 'settings.screen.off')}
                        </Button>
                    </li>
                ))}
            </ul>
        </>
    );
}
