// Whom the centre knows, and how they are to be treated.

import type { ReactNode } from 'react';
import type { Contact, Standing as CustomerStanding } from '../api/types';
import { useWords } from '../i18n';
import { Alert } from './Alert';

export function Standing({ of }: { of: CustomerStanding }) {
    const { word } = useWords();
    return (
        <b className={of === 'threatening' ? 'standing warn' : 'standing'}>
            {of === 'threatening' && <Alert level="warn" spoken={false} />} {word('standing', of)}
        </b>
    );
}

/** Name and standing of a customer, each with what it is; nothing of whoever is a caller like any other. */
export function useCustomerFacts(customer: Contact['customer'] | undefined): [string, ReactNode][] {
    const { t } = useWords();
    const facts: [string, ReactNode][] = [];
    if (customer?.name) facts.push([t('desk.customer.name'), <bdi key="name">{customer.name}</bdi>]);
    if (customer && customer.standing !== 'ordinary')
        facts.push([t('settings.customers.standing'), <Standing key="standing" of={customer.standing} />]);
    return facts;
}
