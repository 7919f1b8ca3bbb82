// The frame: who is here, which page, which language.

import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { api, granted, Refused } from '../api/client';
import type { Me } from '../api/types';
import { LanguageProvider, useWords, type Language } from '../i18n';
import { may, meKey, MeProvider } from '../live';
import { Failure, Loading } from '../ui/states';
import { homeOf, pagesOf, seesOwnOnly } from './pages';
import { Rail } from './Rail';

const AntdRoot = lazy(() => import('../ui/AntdRoot'));
const BoardPage = lazy(() => import('../features/board/BoardPage'));
const ContactsPage = lazy(() => import('../features/contacts/ContactsPage'));
const ContactPage = lazy(() => import('../features/contacts/ContactPage'));
const SettingsPage = lazy(() => import('../features/settings/SettingsPage'));
const StartPage = lazy(() => import('../features/settings/StartPage'));
const CallPage = lazy(() => import('../features/call/CallPage'));
const FloorPage = lazy(() => import('../features/floor/FloorPage'));
const FairnessPage = lazy(() => import('../features/fairness/FairnessPage'));
const ShiftLogPage = lazy(() => import('../features/shiftlog/ShiftLogPage'));
const ManualPage = lazy(() => import('../features/manual/ManualPage'));
const ProcedurePage = lazy(() => import('../features/manual/ProcedurePage'));
const ChangesPage = lazy(() => import('../features/manual/ChangesPage'));
const DeskPage = lazy(() => import('../features/desk/DeskPage'));
const WritePage = lazy(() => import('../features/message/WritePage'));
const SignInPage = lazy(() => import('../features/session/SignInPage'));
const PasswordPage = lazy(() => import('../features/session/PasswordPage'));

const queries = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 5_000,
            retry: (count, error) => count < 2 && error instanceof Refused && (error.status === 0 || error.status >= 500),
        },
    },
});

export function App() {
    return (
        <QueryClientProvider client={queries}>
            <LanguageProvider>
                <Suspense fallback={<Loading />}>
                    <Door />
                </Suspense>
            </LanguageProvider>
        </QueryClientProvider>
    );
}

function Door() {
    const client = useQueryClient();
    const [path, go] = useLocation();
    const me = useQuery({
        queryKey: meKey,
        queryFn: () => granted(api.GET('/api/v1/me')),
        enabled: path !== '/signin' && path !== '/call' && path !== '/write',
        staleTime: Infinity,
    });
    const { choose } = useWords();

    const entered = useCallback(
        (who: Me) => {
            client.clear();
            client.setQueryData(meKey, who);
            choose(who.person.language);
            go(homeOf(who), { replace: true });
        },
        [client, choose, go],
    );

    if (path === '/call') return <CallPage />;
    if (path === '/signin') return <SignInPage entered={entered} />;
    if (path === '/write') return <WritePage />;
    if (me.data) return <Inside me={me.data} />;
    if (me.error instanceof Refused && me.error.status === 401) return <Redirect to="/signin" replace />;
    if (me.error)
        return (
            <main>
                <Failure error={me.error} act={<Again again={() => void me.refetch()} />} />
            </main>
        );
    return <Loading />;
}

function Again({ again }: { again: () => void }) {
    const { t } = useWords();
    return (
        <button type="button" className="plain" onClick={again}>
            {t('verb.retry')}
        </button>
    );
}

function Inside({ me }: { me: Me }) {
    const { t, choose, setTimeZone } = useWords();
    const client = useQueryClient();
    useEffect(() => setTimeZone(me.centre.time_zone), [me.centre.time_zone, setTimeZone]);
    const leaving = useRef(false);
    const leave = useCallback(
        (door: '/signin' | '/signin#ended', first?: Promise<unknown>) => {
            // Once: what is under way is refused from then on, and whoever signs out must not read that their session has ended.
            if (leaving.current) return;
            leaving.current = true;
            const go = () => {
                client.clear();
                location.assign(door);
            };
            if (first) void first.then(go, go);
            else go();
        },
        [client],
    );

    useEffect(
        () =>
            client.getQueryCache().subscribe(({ query }) => {
                if (query.state.error instanceof Refused && query.state.error.status === 401) leave('/signin#ended');
            }),
        [client, leave],
    );

    const chooseLanguage = (language: Language) => {
        choose(language);
        granted(api.PUT('/api/v1/me/language', { body: { language } })).catch(() => undefined); // kept on this device all the same
    };
    const signOut = () => leave('/signin', granted(api.DELETE('/api/v1/session')));
    const alone = me.roles.includes('display');
    return (
        <MeProvider value={me}>
            <div className={alone ? 'app is-alone' : 'app'}>
                <a className="skip" href="#content">
                    {t('nav.skip')}
                </a>
                {!alone && <Rail me={me} chooseLanguage={chooseLanguage} signOut={signOut} />}
                <Suspense
                    fallback={
                        <main>
                            <Loading />
                        </main>
                    }
                >
                    <Pages me={me} />
                </Suspense>
            </div>
        </MeProvider>
    );
}

function Pages({ me }: { me: Me }) {
    const has = new Set(pagesOf(me).map((page) => page.id));
    return (
        <Switch>
            {has.has('floor') && (
                <Route path="/floor">
                    <FloorPage />
                </Route>
            )}
            {has.has('floor') && (
                <Route path="/floor/fairness">
                    <FairnessPage />
                </Route>
            )}
            {has.has('shiftlog') && (
                <Route path="/shiftlog">
                    <ShiftLogPage />
                </Route>
            )}
            {has.has('board') && (
                <Route path="/board">
                    <BoardPage />
                </Route>
            )}
            {has.has('contacts') && (
                <Route path="/contacts">
                    <AntdRoot>
                        <ContactsPage own={seesOwnOnly(me)} />
                    </AntdRoot>
                </Route>
            )}
            {has.has('contacts') && <Route path="/contacts/:id">{({ id }) => <ContactPage id={Number(id)} own={seesOwnOnly(me)} />}</Route>}
            {has.has('desk') && (
                <Route path="/desk">
                    <DeskPage />
                </Route>
            )}
            {has.has('manual') && (
                <Route path="/manual">
                    <ManualPage />
                </Route>
            )}
            {has.has('manual') && <Route path="/manual/:id">{({ id }) => <ProcedurePage id={id} />}</Route>}
            {has.has('manual') && <Route path="/manual/:id/changes">{({ id }) => <ChangesPage id={id} />}</Route>}
            {has.has('settings') && (
                <Route path="/settings/*?">
                    <SettingsPage />
                </Route>
            )}
            {may(me, 'administer') && (
                <Route path="/start">
                    <StartPage />
                </Route>
            )}
            <Route path="/password">
                <PasswordPage />
            </Route>
            <Route path="/">
                <Redirect to={homeOf(me)} replace />
            </Route>
            <Route>
                <NoSuchPage me={me} />
            </Route>
        </Switch>
    );
}

function NoSuchPage({ me }: { me: Me }) {
    const { t } = useWords();
    return (
        <main id="content" className="state">
            <h2>{t('error.page')}</h2>
            <Link className="link" href={homeOf(me)}>
                {t('error.home')}
            </Link>
        </main>
    );
}
