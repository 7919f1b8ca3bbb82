// The manual in force: every procedure by its title, with what it is for and whose it is.

import { useState } from 'react';
import { Link } from 'wouter';
import { useWords } from '../../i18n';
import { useManual } from '../../live';
import { Button } from '../../ui/Button';
import { SearchField } from '../../ui/Field';
import { Empty, Failure, Loading } from '../../ui/states';
import './manual.css';

export default function ManualPage() {
    const { t, calendar, language } = useWords();
    const manual = useManual();
    const [wanted, setWanted] = useState('');
    const query = wanted.trim().toLocaleLowerCase();
    const rows = (manual.data?.procedures ?? [])
        .map(({ id, owner, title, purpose }) => ({
            id,
            owner,
            name: title[language] || title.en || id,
            about: purpose[language] || purpose.en || '',
        }))
        .filter(({ name, about }) => `${name} ${about}`.toLocaleLowerCase().includes(query))
        .sort((a, b) => a.name.localeCompare(b.name, language));
    return (
        <main id="content" className="manual">
            <header className="top">
                <h1>{t('nav.manual')}</h1>
                {manual.data && <span className="quiet">{t('desk.version', { version: calendar.plain(manual.data.version) })}</span>}
                <SearchField label={t('manual.find')} value={wanted} change={setWanted} />
            </header>
            {manual.isPending && <Loading />}
            {!manual.data && manual.error && (
                <Failure error={manual.error} act={<Button onClick={() => void manual.refetch()}>{t('verb.retry')}</Button>} />
            )}
            {manual.data && rows.length === 0 && <Empty title={t('desk.open.none')} help={t('manual.none.help')} />}
            <ul className="procedures">
                {rows.map(({ id, name, about, owner }) => (
                    <li key={id}>
                        <Link className="link" href={`/manual/${id}`}>
                            <bdi>{name}</bdi>
                        </Link>
                        <p dir="auto">{about}</p>
                        {owner && (
                            <p className="small quiet">
                                {t('manual.owner')}: <bdi>{owner}</bdi>
                            </p>
                        )}
                    </li>
                ))}
            </ul>
        </main>
    );
}
