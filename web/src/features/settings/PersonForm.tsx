// One person: who they are, what they do here, how they are reached. Whoever is new gets a link that signs them in once.

import { Plus, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { api, granted } from '../../api/client';
import type { PersonListed, PersonRecord, Role } from '../../api/types';
import { languages, latinDigits, nameOf, useWords, type Language } from '../../i18n';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { ChipsField, ChoiceField, TextField } from '../../ui/Field';
import { linkOf, Secret } from '../../ui/Secret';
import { useManual } from '../../live';
import { useReason } from '../../ui/states';
import { loginFrom, useChange } from './questions';

const roles: Role[] = ['agent', 'leader', 'manager', 'administrator'];
const empty: PersonRecord = { login: '', name: '', language: 'en', roles: ['agent'], team: '', skills: [], device: '', disabled: false };
const greatestLevel = 9;

interface Props {
    listed: PersonListed | undefined;
    everyone: readonly PersonListed[];
    close: () => void;
}

export function PersonForm({ listed, everyone, close }: Props) {
    const { t, word, language, calendar } = useWords();
    const reason = useReason();
    const [person, setPerson] = useState<PersonRecord>(listed?.person ?? { ...empty, language });
    const [token, setToken] = useState<string | null>(null);
    const words = useManual().data?.procedures.map(({ owner }) => owner) ?? [];
    const owners = [...new Set([...words, ...(listed?.person.owns ?? [])])].filter(Boolean).sort((a, b) => a.localeCompare(b));
    const set = (next: Partial<PersonRecord>) => setPerson({ ...person, ...next });
    const login = person.login || loginFrom(person.name);
    const save = useChange(async () => {
        const body = { ...person, login, skills: (person.skills ?? []).filter(({ name }) => name !== '') };
        if (!listed) return (await granted(api.POST('/api/v1/people', { body }))).link;
        await granted(api.PUT('/api/v1/people/{id}', { params: { path: { id: String(listed.id) } }, body }));
        return null;
    });
    const link = useChange(() => granted(api.POST('/api/v1/people/{id}/link', { params: { path: { id: String(listed?.id) } } })));
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: (made) => (made === null ? close() : setToken(made)) });
    };
    const known = (pick: (record: PersonRecord) => readonly string[]) =>
        [...new Set(everyone.flatMap(({ person: one }) => pick(one)))].filter(Boolean);
    const refused = save.error ?? link.error;
    if (token !== null)
        return (
            <section className="side-form">
                <Secret title={t('settings.link.title', { name: person.name })} value={linkOf(token)} help={t('settings.link.help')} />
                <Button onClick={close}>{t('verb.close')}</Button>
            </section>
        );
    return (
        <form className="side-form" onSubmit={submit} noValidate>
            <h3>{listed ? <bdi>{listed.person.name}</bdi> : t('settings.people.add')}</h3>
            {refused && <Banner level="crit" title={reason(refused)} />}
            <TextField label={t('settings.person.name')} value={person.name} change={(name) => set({ name })} required />
            <TextField
                label={t('signin.login')}
                hint={listed ? undefined : t('settings.person.login.help')}
                value={login}
                change={(wanted) => set({ login: wanted })}
                code
                disabled={listed !== undefined}
            />
            <ChoiceField<Language>
                label={t('nav.language')}
                value={person.language}
                change={(wanted) => set({ language: wanted })}
                options={languages.map((one) => [one, nameOf[one]])}
            />
            <ChipsField<Role>
                label={t('settings.person.roles')}
                chosen={person.roles}
                change={(wanted) => set({ roles: wanted })}
                options={roles.map((role) => [role, word('role', role)])}
            />
            {owners.length > 0 && (
                <ChipsField<string>
                    label={t('settings.person.owns')}
                    chosen={person.owns ?? []}
                    change={(owns) => set({ owns })}
                    options={owners.map((owner) => [owner, owner])}
                />
            )}
            <TextField
                label={t('settings.person.team')}
                value={person.team ?? ''}
                change={(team) => set({ team })}
                known={known(({ team }) => [team ?? ''])}
                code
            />
            <Skills person={person} set={set} known={known(({ skills }) => (skills ?? []).map(({ name }) => name))} />
            <TextField
                label={t('settings.person.messages')}
                value={calendar.number(messagesOf(person))}
                change={(text) => set({ capacity: withMessages(person, Number(latinDigits(text).replace(/\D/g, ''))) })}
                code
            />
            <TextField
                label={t('phone.title')}
                hint={t('settings.person.device.help')}
                value={person.device ?? ''}
                change={(device) => set({ device })}
                known={known(({ device }) => [device ?? ''])}
                code
            />
            {listed && (
                <label className="check">
                    <input
                        type="checkbox"
                        checked={person.disabled ?? false}
                        onChange={(event) => set({ disabled: event.target.checked })}
                    />
                    {t('settings.person.disable')}
                </label>
            )}
            <div className="acts">
                <Button kind="primary" type="submit" disabled={save.isPending || person.name.trim() === ''}>
                    {t('verb.save')}
                </Button>
                {listed && (
                    <Button disabled={link.isPending} onClick={() => link.mutate(undefined, { onSuccess: (made) => setToken(made.link) })}>
                        {t('settings.link.new')}
                    </Button>
                )}
                <Button kind="bare" onClick={close}>
                    {t('verb.cancel')}
                </Button>
            </div>
        </form>
    );
}

type Capacity = NonNullable<PersonRecord['capacity']>;
/** Where nothing was said yet, as the centre begins. */
const usualCapacity: Capacity = [
    { channel: 'voice_in', most: 1, interruptible: false },
    { channel: 'form', most: 2, interruptible: true },
    { channel: 'voicemail', most: 1, interruptible: true },
];
const mostMessages = 20;
const messagesOf = ({ capacity = usualCapacity }: PersonRecord) => capacity.find(({ channel }) => channel === 'form')?.most ?? 0;
const withMessages = ({ capacity = usualCapacity }: PersonRecord, most: number): Capacity => [
    ...capacity.filter(({ channel }) => channel !== 'form'),
    { channel: 'form', most: Math.min(most, mostMessages), interruptible: true },
];

function Skills({ person, set, known }: { person: PersonRecord; set: (next: Partial<PersonRecord>) => void; known: readonly string[] }) {
    const { t, calendar } = useWords();
    const skills = person.skills ?? [];
    const change = (at: number, next: { name?: string; level?: number }) =>
        set({ skills: skills.map((skill, index) => (index === at ? { ...skill, ...next } : skill)) });
    return (
        <fieldset className="form-field">
            <legend>{t('settings.person.skills')}</legend>
            {skills.map((skill, at) => (
                <div key={at} className="skill">
                    <TextField label={t('settings.skill')} value={skill.name} change={(name) => change(at, { name })} known={known} code />
                    <TextField
                        label={t('settings.level')}
                        value={calendar.number(skill.level)}
                        change={(text) => change(at, { level: Math.min(greatestLevel, Number(latinDigits(text).replace(/\D/g, '')) || 1) })}
                        code
                    />
                    <Button
                        kind="bare"
                        aria-label={t('verb.delete')}
                        onClick={() => set({ skills: skills.filter((_, index) => index !== at) })}
                    >
                        <Trash2 size={16} aria-hidden="true" />
                    </Button>
                </div>
            ))}
            <Button onClick={() => set({ skills: [...skills, { name: '', level: 1 }] })}>
                <Plus size={16} aria-hidden="true" />
                {t('settings.skill.add')}
            </Button>
        </fieldset>
    );
}
