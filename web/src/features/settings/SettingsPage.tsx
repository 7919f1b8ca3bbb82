// Settings: people, customers, telephones, screens, the centre. Each part asks for the permission that it needs.

import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useWords, type Key } from '../../i18n';
import { may, useMe } from '../../live';
import { CentrePart } from './CentrePart';
import { CustomersPart } from './CustomersPart';
import { PeoplePart } from './PeoplePart';
import { ScreensPart } from './ScreensPart';
import './settings.css';
import { TelephonesPart } from './TelephonesPart';

const parts: { path: string; name: Key; needs: 'manage_people' | 'manage_customers' | 'administer'; Part: () => React.ReactNode }[] = [
    { path: '/settings/people', name: 'settings.people', needs: 'manage_people', Part: PeoplePart },
    { path: '/settings/customers', name: 'settings.customers', needs: 'manage_customers', Part: CustomersPart },
    { path: '/settings/screens', name: 'settings.screens', needs: 'manage_people', Part: ScreensPart },
    { path: '/settings/telephones', name: 'settings.telephones', needs: 'administer', Part: TelephonesPart },
    { path: '/settings/centre', name: 'settings.centre', needs: 'administer', Part: CentrePart },
];

export default function SettingsPage() {
    const { t } = useWords();
    const me = useMe();
    const [path] = useLocation();
    const mine = parts.filter(({ needs }) => may(me, needs));
    return (
        <main id="content" className="settings">
            <nav aria-label={t('nav.settings.page')}>
                <h1>{t('nav.settings.page')}</h1>
                {mine.map(({ path: to, name }) => (
                    <Link key={to} href={to} aria-current={path.startsWith(to) ? 'page' : undefined}>
                        {t(name)}
                    </Link>
                ))}
            </nav>
            <div className="settings-part">
                <Switch>
                    {mine.map(({ path: to, Part }) => (
                        <Route key={to} path={to}>
                            <Part />
                        </Route>
                    ))}
                    <Route>
                        <Redirect to={mine[0]?.path ?? '/'} replace />
                    </Route>
                </Switch>
            </div>
        </main>
    );
}
