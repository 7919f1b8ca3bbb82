// The first start leads by the hand: who you are, your centre, who works here, a call. What is done is ticked, and can be done again.

import { Check } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Link } from 'wouter';
import { api, granted } from '../../api/client';
import { useWords } from '../../i18n';
import { useMe } from '../../live';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Mark } from '../../ui/Mark';
import { Failure, Loading, useReason } from '../../ui/states';
import { SiteForm } from './CentrePart';
import { PersonForm } from './PersonForm';
import { useChange, usePeople, useSite, useTelephones } from './questions';
import './settings.css';
import { Numbers } from './TelephonesPart';

const steps = ['you', 'centre', 'people', 'call'] as const;
type Step = (typeof steps)[number];
/** The server wants so many bytes; length is what makes a password hard to guess (NIST SP 800-63B, 5.1.1.2). */
const shortestPassword = 12;

export default function StartPage() {
    const { t } = useWords();
    const people = usePeople();
    const site = useSite();
    const telephones = useTelephones();
    const [chosen, setChosen] = useState<Step | null>(null);
    const [you, setYou] = useState(false);
    const failed = people.error ?? site.error ?? telephones.error;
    if (failed) return <Failure error={failed} />;
    if (!people.data || !site.data || !telephones.data) return <Loading />;
    const agents = people.data.filter(({ pool, person }) => pool === 'live' && person.roles.includes('agent'));
    const done: Record<Step, boolean> = {
        you,
        centre: site.data.name !== 'Markaz',
        people: agents.length > 0,
        call: telephones.data.numbers.length > 0 && agents.length > 0,
    };
    const step = chosen ?? steps.find((one) => !done[one]) ?? 'call';
    const next = () => setChosen(steps[steps.indexOf(step) + 1] ?? 'call');
    const content: Record<Step, ReactNode> = {
        you: (
            <WhoYouAre
                saved={() => {
                    setYou(true);
                    next();
                }}
            />
        ),
        centre: <SiteForm site={site.data} saved={next} />,
        people: <PersonForm listed={undefined} everyone={people.data} close={next} />,
        call: <MakeACall numbers={<Numbers telephones={telephones.data} />} />,
    };
    return (
        <main id="content" className="start">
            <nav aria-label={t('start.nav')}>
                <div className="start-name">
                    <Mark />
                    {t('markaz')}
                </div>
                <ol>
                    {steps.map((one, index) => (
                        <li key={one} aria-current={one === step ? 'step' : undefined} className={done[one] ? 'is-done' : ''}>
                            <button type="button" onClick={() => setChosen(one)}>
                                <StepDot done={done[one] && one !== step} number={index + 1} />
                                <span>
                                    <b>{t(`start.name.${one}`)}</b>
                                    <small>{t(`start.short.${one}`)}</small>
                                </span>
                            </button>
                        </li>
                    ))}
                </ol>
                <p className="faint small">{t('start.promise')}</p>
            </nav>
            <section className="start-step">
                <h1>{t(`start.title.${step}`)}</h1>
                <p className="quiet">{t(`start.lead.${step}`)}</p>
                {content[step]}
                {step !== 'call' && (
                    <Button kind="bare" onClick={next}>
                        {t('start.later')}
                    </Button>
                )}
            </section>
        </main>
    );
}

function StepDot({ done, number }: { done: boolean; number: number }) {
    const { calendar } = useWords();
    return <span className="dot">{done ? <Check size={16} aria-hidden="true" /> : calendar.number(number)}</span>;
}

function WhoYouAre({ saved }: { saved: () => void }) {
    const { t } = useWords();
    const reason = useReason();
    const me = useMe();
    const people = usePeople();
    const [name, setName] = useState(me.person.name);
    const [password, setPassword] = useState('');
    const mine = people.data?.find(({ id }) => id === me.person.id);
    const save = useChange(async () => {
        if (mine)
            await granted(
                api.PUT('/api/v1/people/{id}', { params: { path: { id: String(mine.id) } }, body: { ...mine.person, name: name.trim() } }),
            );
        await granted(api.PUT('/api/v1/me/password', { body: { password } }));
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: saved });
    };
    return (
        <form className="form" onSubmit={submit} noValidate>
            {save.error && <Banner level="crit" title={reason(save.error)} />}
            <TextField label={t('settings.person.name')} value={name} change={setName} autoComplete="name" />
            <TextField
                label={t('signin.password')}
                hint={t('password.rule', { count: shortestPassword })}
                value={password}
                change={setPassword}
                type="password"
                autoComplete="new-password"
                code
            />
            <div className="acts">
                <Button
                    kind="primary"
                    type="submit"
                    disabled={save.isPending || name.trim() === '' || Array.from(password).length < shortestPassword}
                >
                    {t('verb.save')}
                </Button>
            </div>
        </form>
    );
}

function MakeACall({ numbers }: { numbers: ReactNode }) {
    const { t } = useWords();
    return (
        <>
            <ol className="how">
                <li>{t('start.call.one')}</li>
                <li>{t('start.call.two')}</li>
                <li>
                    {t('start.call.three')}{' '}
                    <a className="link" href="/call" target="_blank" rel="noreferrer">
                        {t('start.call.open')}
                    </a>
                </li>
            </ol>
            {numbers}
            <p>
                <Link className="link" href="/settings/telephones">
                    {t('start.call.trunk')}
                </Link>
            </p>
        </>
    );
}
