// Lines into the centre, the numbers that are called, the telephones on the desks.

import { Trash2 } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { api, granted } from '../../api/client';
import type { Telephones } from '../../api/types';
import { languages, latinDigits, nameOf, useWords, type Language } from '../../i18n';
import { useManual } from '../../live';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { ChoiceField, TextField } from '../../ui/Field';
import { Secret } from '../../ui/Secret';
import { Failure, Loading, useReason } from '../../ui/states';
import { useChange, useTelephones } from './questions';

export function TelephonesPart() {
    const { t } = useWords();
    const telephones = useTelephones();
    if (telephones.error) return <Failure error={telephones.error} />;
    if (!telephones.data) return <Loading />;
    return (
        <>
            <header className="part-head">
                <h2>{t('settings.telephones')}</h2>
            </header>
            <Numbers telephones={telephones.data} />
            <Devices telephones={telephones.data} />
            <Trunks telephones={telephones.data} />
        </>
    );
}

interface PartProps {
    title: string;
    lead: string;
    error: Error | null;
    submit: () => void;
    fields: ReactNode;
    ready: boolean;
    told?: ReactNode;
    children: ReactNode;
}

function Part({ title, lead, error, submit, fields, ready, told, children }: PartProps) {
    const { t } = useWords();
    const reason = useReason();
    const add = (event: FormEvent) => {
        event.preventDefault();
        submit();
    };
    return (
        <section className="sub-part">
            <h3>{title}</h3>
            <p className="quiet small">{lead}</p>
            {error && <Banner level="crit" title={reason(error)} />}
            {told}
            <ul className="cards">{children}</ul>
            <form className="inline-form" onSubmit={add} noValidate>
                {fields}
                <Button type="submit" disabled={!ready}>
                    {t('verb.add')}
                </Button>
            </form>
        </section>
    );
}

function Gone({ name, remove }: { name: string; remove: () => void }) {
    const { t } = useWords();
    return (
        <Button kind="bare" aria-label={t('settings.remove', { name })} title={t('settings.remove', { name })} onClick={remove}>
            <Trash2 size={16} aria-hidden="true" />
        </Button>
    );
}

/** A number leads into a flow of the manual, or straight into a queue. */
export function Numbers({ telephones }: { telephones: Telephones }) {
    const { t, language } = useWords();
    const procedures = useManual().data?.procedures ?? [];
    const flows = procedures.filter(({ leads_callers }) => leads_callers);
    const titleOf = (id: string) => {
        const title = procedures.find((one) => one.id === id)?.title;
        return title?.[language] || title?.en || id;
    };
    const [called, setCalled] = useState('');
    const [chosen, setFlow] = useState('main-line');
    const flow = flows.length === 0 || flows.some(({ id }) => id === chosen) ? chosen : (flows[0]?.id ?? '');
    const [spoken, setSpoken] = useState<Language>(language);
    const put = useChange(() =>
        granted(
            api.PUT('/api/v1/telephones/numbers/{name}', {
                params: { path: { name: latinDigits(called).trim() } },
                body: { flow, language: spoken },
            }),
        ),
    );
    const remove = useChange((name: string) => granted(api.DELETE('/api/v1/telephones/numbers/{name}', { params: { path: { name } } })));
    return (
        <Part
            title={t('settings.numbers')}
            lead={t('settings.numbers.lead')}
            error={put.error ?? remove.error}
            submit={() => put.mutate(undefined, { onSuccess: () => setCalled('') })}
            ready={called.trim() !== '' && flow !== ''}
            fields={
                <>
                    <TextField label={t('settings.number')} value={called} change={setCalled} code />
                    {flows.length > 0 ? (
                        <ChoiceField
                            label={t('settings.number.flow')}
                            value={flow}
                            change={setFlow}
                            options={flows.map(({ id }) => [id, titleOf(id)])}
                        />
                    ) : (
                        <TextField label={t('settings.number.flow')} value={flow} change={setFlow} code />
                    )}
                    <ChoiceField<Language>
                        label={t('nav.language')}
                        value={spoken}
                        change={setSpoken}
                        options={languages.map((one) => [one, nameOf[one]])}
                    />
                </>
            }
        >
            {telephones.numbers.map((number) => (
                <li key={number.called}>
                    <b className="ltr">{number.called}</b>
                    <bdi title={number.flow || number.queue}>{number.flow ? titleOf(number.flow) : number.queue}</bdi>
                    <span className="quiet">{nameOf[number.language]}</span>
                    <Gone name={number.called} remove={() => remove.mutate(number.called)} />
                </li>
            ))}
        </Part>
    );
}

function Devices({ telephones }: { telephones: Telephones }) {
    const { t } = useWords();
    const [name, setName] = useState('');
    const [fixed, setFixed] = useState('');
    const [told, setTold] = useState<{ name: string; password: string } | null>(null);
    const put = useChange(() =>
        granted(
            api.PUT('/api/v1/telephones/devices/{name}', {
                params: { path: { name: name.trim() } },
                body: fixed ? { fixed_uri: fixed.trim() } : {},
            }),
        ),
    );
    const remove = useChange((wanted: string) =>
        granted(api.DELETE('/api/v1/telephones/devices/{name}', { params: { path: { name: wanted } } })),
    );
    return (
        <Part
            title={t('settings.devices')}
            lead={t('settings.devices.lead')}
            error={put.error ?? remove.error}
            submit={() =>
                put.mutate(undefined, {
                    onSuccess: (account) => {
                        setTold(account.password ? { name: account.user, password: account.password } : null);
                        setName('');
                        setFixed('');
                    },
                })
            }
            ready={name.trim() !== ''}
            told={
                told && (
                    <Secret
                        title={t('settings.device.password', { name: told.name })}
                        value={told.password}
                        help={t('settings.device.password.help')}
                    />
                )
            }
            fields={
                <>
                    <TextField label={t('settings.device')} value={name} change={setName} code />
                    <TextField
                        label={t('settings.device.fixed')}
                        hint={t('settings.device.fixed.help')}
                        value={fixed}
                        change={setFixed}
                        code
                    />
                </>
            }
        >
            {telephones.devices.map((device) => (
                <li key={device.name}>
                    <b dir="ltr">{device.name}</b>
                    <span className="quiet" dir={device.fixed_uri ? 'ltr' : undefined}>
                        {device.fixed_uri || t('settings.device.registers')}
                    </span>
                    <Gone name={device.name} remove={() => remove.mutate(device.name)} />
                </li>
            ))}
        </Part>
    );
}

function Trunks({ telephones }: { telephones: Telephones }) {
    const { t } = useWords();
    const [name, setName] = useState('');
    const [address, setAddress] = useState('');
    const [port, setPort] = useState('');
    const [prefixes, setPrefixes] = useState('');
    const [as, setAs] = useState('');
    const put = useChange(() =>
        granted(
            api.PUT('/api/v1/telephones/trunks/{name}', {
                params: { path: { name: name.trim() } },
                body: {
                    address: address.trim(),
                    ...(port === '' ? {} : { call_port: Number(port) }),
                    call_prefixes: latinDigits(prefixes).split(/[\s,،]+/).filter(Boolean),
                    call_as: latinDigits(as).trim(),
                },
            }),
        ),
    );
    const remove = useChange((wanted: string) =>
        granted(api.DELETE('/api/v1/telephones/trunks/{name}', { params: { path: { name: wanted } } })),
    );
    return (
        <Part
            title={t('settings.trunks')}
            lead={t('settings.trunks.lead')}
            error={put.error ?? remove.error}
            submit={() =>
                put.mutate(undefined, {
                    onSuccess: () => {
                        setName('');
                        setAddress('');
                        setPort('');
                        setPrefixes('');
                        setAs('');
                    },
                })
            }
            ready={name.trim() !== '' && address.trim() !== ''}
            fields={
                <>
                    <TextField label={t('settings.trunk')} value={name} change={setName} code />
                    <TextField label={t('settings.trunk.address')} value={address} change={setAddress} code />
                    <TextField
                        label={t('settings.trunk.call_port')}
                        value={port}
                        change={(text) => setPort(latinDigits(text).replace(/\D/g, ''))}
                        code
                    />
                    <TextField label={t('settings.trunk.call_prefixes')} value={prefixes} change={setPrefixes} code />
                    <TextField label={t('settings.trunk.call_as')} value={as} change={setAs} code />
                </>
            }
        >
            {telephones.trunks.map((trunk) => (
                <li key={trunk.name}>
                    <b dir="ltr">{trunk.name}</b>
                    <span className="quiet" dir="ltr">
                        {trunk.address}
                    </span>
                    {trunk.call_port > 0 && (
                        <span className="quiet">
                            {t('settings.trunk.calls')} <bdi dir="ltr">{trunk.call_prefixes}</bdi>
                        </span>
                    )}
                    <Gone name={trunk.name} remove={() => remove.mutate(trunk.name)} />
                </li>
            ))}
        </Part>
    );
}
