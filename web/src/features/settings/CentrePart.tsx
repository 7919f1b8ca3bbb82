// The centre: its name, its clocks, its week.

import { useState, type FormEvent } from 'react';
import { api, granted } from '../../api/client';
import type { Site } from '../../api/types';
import { useWords } from '../../i18n';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { ChipsField, ChoiceField, TextField } from '../../ui/Field';
import { Failure, Loading, useReason } from '../../ui/states';
import { useChange, useSite } from './questions';

export function CentrePart() {
    const { t } = useWords();
    const site = useSite();
    if (site.error) return <Failure error={site.error} />;
    if (!site.data) return <Loading />;
    return (
        <>
            <header className="part-head">
                <h2>{t('settings.centre')}</h2>
            </header>
            <SiteForm site={site.data} />
        </>
    );
}

/** Monday is 1, as ISO 8601 counts. */
const weekdays = [1, 2, 3, 4, 5, 6, 7];
/** A Monday, so that the days of the week can be named in any language. */
const aMonday = Date.UTC(2024, 0, 1);

export function SiteForm({ site, saved }: { site: Site; saved?: () => void }) {
    const { t, language } = useWords();
    const reason = useReason();
    const [wanted, setWanted] = useState(site);
    const set = (next: Partial<Site>) => setWanted({ ...wanted, ...next });
    const save = useChange(() => granted(api.PUT('/api/v1/site', { body: wanted })));
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    const days = weekdays.map((day) => [day, weekday.format(aMonday + (day - 1) * 86_400_000)] as const);
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate(undefined, { onSuccess: () => saved?.() });
    };
    return (
        <form className="form" onSubmit={submit} noValidate>
            {save.error && <Banner level="crit" title={reason(save.error)} />}
            <TextField label={t('settings.site.name')} value={wanted.name} change={(name) => set({ name })} />
            <TextField
                label={t('settings.site.zone')}
                hint={t('settings.site.zone.help')}
                value={wanted.time_zone}
                change={(time_zone) => set({ time_zone })}
                known={Intl.supportedValuesOf('timeZone')}
                code
            />
            <ChipsField
                label={t('settings.site.weekend')}
                chosen={wanted.weekend}
                change={(weekend) => set({ weekend: weekend.sort((a, b) => a - b) })}
                options={days}
            />
            <ChoiceField
                label={t('settings.site.week_begins')}
                value={String(wanted.week_begins)}
                change={(day) => set({ week_begins: Number(day) })}
                options={days.map(([day, name]) => [String(day), name])}
            />
            <label className="check">
                <input type="checkbox" checked={wanted.messages ?? false} onChange={({ target }) => set({ messages: target.checked })} />
                {t('settings.site.messages')}
            </label>
            <div className="acts">
                <Button kind="primary" type="submit" disabled={save.isPending || wanted.name.trim() === ''}>
                    {t('verb.save')}
                </Button>
                {save.isSuccess && <span role="status">✓ {t('settings.saved')}</span>}
            </div>
        </form>
    );
}
