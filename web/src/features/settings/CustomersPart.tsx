// Known customers: who they are by their number, how they are to be treated, who is responsible. Each look at the list is audited.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useState, type FormEvent } from 'react';
import { api, granted } from '../../api/client';
import type { CustomerListed, CustomerRecord, Customers, Standing } from '../../api/types';
import { languages, latinDigits, nameOf, useWords, type Language } from '../../i18n';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { ChoiceField, SearchField, TextField } from '../../ui/Field';
import { Empty, Failure, Loading, useReason } from '../../ui/states';
import { useChange } from './questions';

const standings: Standing[] = ['ordinary', 'vip', 'vulnerable', 'threatening'];
const empty: CustomerRecord = { number: '', name: '', standing: 'vip' };

const useCustomers = (search: string) =>
    useQuery<Customers>({
        queryKey: ['settings', 'customers', search],
        queryFn: () => granted(api.GET('/api/v1/customers', { params: { query: search === '' ? {} : { search } } })),
        placeholderData: keepPreviousData,
    });

export function CustomersPart() {
    const { t } = useWords();
    const [wanted, setWanted] = useState('');
    const customers = useCustomers(useDeferredValue(latinDigits(wanted.trim())));
    const [open, setOpen] = useState<number | 'new' | null>(null);
    if (customers.error) return <Failure error={customers.error} />;
    if (!customers.data) return <Loading />;
    const { rows, people, more } = customers.data;
    const chosen = rows.find(({ id }) => id === open);
    return (
        <>
            <header className="part-head">
                <h2>{t('settings.customers')}</h2>
                <SearchField label={t('settings.customers.find')} value={wanted} change={setWanted} />
                <Button kind={open === null ? 'primary' : 'plain'} onClick={() => setOpen('new')}>
                    <Plus size={16} aria-hidden="true" />
                    {t('settings.customers.add')}
                </Button>
            </header>
            <p className="part-lead quiet small">{t('settings.customers.lead')}</p>
            <div className="two">
                <div className="list-wrap">
                    {rows.length === 0 ? (
                        wanted.trim() === '' ? (
                            <Empty title={t('settings.customers.none')} help={t('settings.customers.none.help')} />
                        ) : (
                            <Empty title={t('settings.customers.notFound')} help={t('settings.customers.notFound.help')} />
                        )
                    ) : (
                        <table className="plain-table">
                            <thead>
                                <tr>
                                    <th scope="col">{t('settings.person.name')}</th>
                                    <th scope="col">{t('settings.customers.standing')}</th>
                                    <th scope="col">{t('settings.customers.person')}</th>
                                    <th scope="col">{t('nav.language')}</th>
                                </tr>
                            </thead>
                            <tbody>
                                {rows.map((one) => (
                                    <CustomerRow key={one.id} one={one} current={one.id === open} choose={() => setOpen(one.id)} />
                                ))}
                            </tbody>
                        </table>
                    )}
                    {more && <p className="quiet small">{t('settings.customers.more')}</p>}
                </div>
                {(open === 'new' || chosen) && (
                    <CustomerForm key={String(open)} listed={chosen} people={people} close={() => setOpen(null)} />
                )}
            </div>
        </>
    );
}

function CustomerRow({ one, current, choose }: { one: CustomerListed; current: boolean; choose: () => void }) {
    const { t, word } = useWords();
    const { customer } = one;
    return (
        <tr aria-selected={current} onClick={choose}>
            <td>
                <button type="button" className="row-button" onClick={choose}>
                    <bdi>{customer.name}</bdi>
                </button>
                <small className="faint">
                    <bdi dir="ltr">{customer.number}</bdi>
                </small>
            </td>
            <td>{word('standing', customer.standing)}</td>
            <td>
                <bdi>{one.person_name}</bdi>
                {!one.reachable && <span className="tag">{t('settings.customers.unreachable')}</span>}
            </td>
            <td>{customer.language && nameOf[customer.language]}</td>
        </tr>
    );
}

function CustomerForm({ listed, people, close }: { listed: CustomerListed | undefined; people: Customers['people']; close: () => void }) {
    const { t, word } = useWords();
    const reason = useReason();
    const [customer, setCustomer] = useState(listed?.customer ?? empty);
    // A select has a word for nothing, which the server is not told.
    const [person, setPerson] = useState(String(listed?.customer.person ?? ''));
    const [spoken, setSpoken] = useState<Language | ''>(listed?.customer.language ?? '');
    const [removing, setRemoving] = useState(false);
    const set = (next: Partial<CustomerRecord>) => setCustomer({ ...customer, ...next });
    const save = useChange(async () => {
        const body: CustomerRecord = {
            number: latinDigits(customer.number),
            name: customer.name.trim(),
            standing: customer.standing,
            ...(person === '' ? {} : { person: Number(person) }),
            ...(spoken === '' ? {} : { language: spoken }),
        };
        if (listed) await granted(api.PUT('/api/v1/customers/{id}', { params: { path: { id: String(listed.id) } }, body }));
        else await granted(api.POST('/api/v1/customers', { body }));
    });
    const remove = useChange(() => granted(api.DELETE('/api/v1/customers/{id}', { params: { path: { id: String(listed?.id) } } })));
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: close });
    };
    const refused = save.error ?? remove.error;
    // Somebody who takes no contacts any more stays chosen until somebody else is.
    const gone = listed && !listed.reachable && listed.customer.person !== undefined;
    const choices: [string, string][] = [
        ['', t('settings.customers.nobody')],
        ...(gone ? [[String(listed.customer.person), listed.person_name ?? t('settings.customers.unreachable')] as [string, string]] : []),
        ...people.map(({ id, name }): [string, string] => [String(id), name]),
    ];
    return (
        <form className="side-form" onSubmit={submit} noValidate>
            <h3>{listed ? <bdi>{listed.customer.name}</bdi> : t('settings.customers.add')}</h3>
            {refused && <Banner level="crit" title={reason(refused)} />}
            <TextField label={t('settings.person.name')} value={customer.name} change={(name) => set({ name })} required />
            <TextField
                label={t('settings.customers.number')}
                hint={t('settings.customers.number.help')}
                value={customer.number}
                change={(number) => set({ number })}
                code
            />
            <ChoiceField<Standing>
                label={t('settings.customers.standing')}
                value={customer.standing}
                change={(standing) => set({ standing })}
                options={standings.map((one) => [one, word('standing', one)])}
            />
            <ChoiceField<string>
                label={t('settings.customers.person')}
                hint={t('settings.customers.person.help')}
                value={person}
                change={setPerson}
                options={choices}
            />
            <ChoiceField<Language | ''>
                label={t('nav.language')}
                value={spoken}
                change={setSpoken}
                options={[['', t('settings.customers.ofLine')], ...languages.map((one): [Language, string] => [one, nameOf[one]])]}
            />
            <div className="acts">
                <Button
                    kind="primary"
                    type="submit"
                    disabled={save.isPending || customer.name.trim() === '' || customer.number.trim() === ''}
                >
                    {t('verb.save')}
                </Button>
                {listed && !removing && <Button onClick={() => setRemoving(true)}>{t('settings.customers.remove')}</Button>}
                {listed && removing && (
                    <Button
                        kind="danger"
                        disabled={remove.isPending}
                        onClick={() => remove.mutate(undefined, { onSuccess: close })}
                    >
                        {t('settings.customers.remove.sure')}
                    </Button>
                )}
                <Button kind="bare" onClick={close}>
                    {t('verb.cancel')}
                </Button>
            </div>
        </form>
    );
}
