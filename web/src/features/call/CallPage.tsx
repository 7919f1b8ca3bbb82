// The customer's page: choose a language, call, speak. It needs no sign-in and knows nothing of the centre but its numbers.

import { useQuery } from '@tanstack/react-query';
import { Mic, MicOff, Phone as PhoneIcon, PhoneOff, Volume2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { directionOf, isLanguage, nameOf, useWords, type Language } from '../../i18n';
import { callOffer, openCall, silenceTold, useLevels, usePhone, type CallNumber, type Phone } from '../../live/phone';
import { Banner } from '../../ui/Alert';
import { Button } from '../../ui/Button';
import { Keypad } from '../../ui/Keypad';
import { Mark } from '../../ui/Mark';
import { Meter } from '../../ui/Meter';
import { SecureLink } from '../../ui/SecureLink';
import { Loading } from '../../ui/states';
import './call.css';
import { sampleVoice } from './voice';

export default function CallPage() {
    const { t, language, choose } = useWords();
    const offer = useQuery({ queryKey: ['call'], queryFn: callOffer, retry: false });
    const [called, setCalled] = useState<CallNumber | null>(null);
    const [turn, setTurn] = useState(0);
    const numbers = offer.data?.numbers ?? [];
    const wanted = called ?? numbers.find((number) => number.language === language) ?? numbers[0] ?? null;
    useEffect(() => {
        document.title = t('call.title');
    }, [t]);
    return (
        <main id="content" className="call">
            <header>
                <Mark size={36} />
                <h1>
                    <bdi>{offer.data?.centre ?? t('markaz')}</bdi>
                </h1>
            </header>
            {offer.isPending && <Loading />}
            {offer.error && (
                <div role="alert">
                    <p>{t('error.network')}</p>
                    <Button onClick={() => void offer.refetch()}>{t('verb.retry')}</Button>
                </div>
            )}
            {offer.isSuccess && (offer.data === null || wanted === null) && <p>{t('call.closed')}</p>}
            {offer.data && wanted && (
                <OneCall
                    key={`${wanted.called}-${turn}`}
                    number={wanted}
                    again={() => setTurn(turn + 1)}
                    languages={
                        <Languages
                            numbers={numbers}
                            wanted={wanted}
                            choose={(number) => {
                                setCalled(number);
                                if (isLanguage(number.language)) choose(number.language);
                            }}
                        />
                    }
                />
            )}
        </main>
    );
}

interface LanguagesProps {
    numbers: readonly CallNumber[];
    wanted: CallNumber;
    choose: (number: CallNumber) => void;
}

function Languages({ numbers, wanted, choose }: LanguagesProps) {
    const { t } = useWords();
    return (
        <fieldset className="call-languages">
            <legend>{t('call.language')}</legend>
            {numbers.map((number) => (
                <button
                    key={number.called}
                    type="button"
                    lang={number.language}
                    dir={isLanguage(number.language) ? directionOf(number.language) : undefined}
                    aria-pressed={number.called === wanted.called}
                    onClick={() => choose(number)}
                >
                    {nameOf[number.language as Language] ?? number.language}
                </button>
            ))}
        </fieldset>
    );
}

function OneCall({ number, languages, again }: { number: CallNumber; languages: React.ReactNode; again: () => void }) {
    const phone = useMemo(() => openCall(number.called), [number.called]);
    const { line } = usePhone(phone);
    useEffect(() => () => phone.disconnect(), [phone]);
    useEffect(() => {
        // A page that is closed hangs up.
        const leave = () => phone.disconnect();
        addEventListener('pagehide', leave);
        return () => removeEventListener('pagehide', leave);
    }, [phone]);
    if (line === 'connected' || line === 'lost') return <Speaking phone={phone} />;
    return <Before phone={phone} languages={languages} again={again} />;
}

function Before({ phone, languages, again }: { phone: Phone; languages: React.ReactNode; again: () => void }) {
    const { t } = useWords();
    const { line, problem } = usePhone(phone);
    const busy = line === 'asking' || line === 'connecting';
    const withoutMicrophone = problem === 'insecure' || problem === 'denied' || problem === 'no_microphone';
    return (
        <>
            {line !== 'ended' && languages}
            {line === 'ended' && <p role="status">{t('call.ended')}</p>}
            {problem && (
                <Banner level={withoutMicrophone ? 'warn' : 'crit'} title={t(`phone.problem.${problem}`)}>
                    {problem === 'insecure' && <SecureLink />}
                </Banner>
            )}
            <button
                type="button"
                className="call-button"
                disabled={busy}
                onClick={() => (line === 'ended' ? again() : void phone.connect())}
            >
                <PhoneIcon aria-hidden="true" />
                {t(busy ? `phone.line.${line}` : line === 'ended' ? 'call.again' : 'call.call')}
            </button>
            {withoutMicrophone && (
                <>
                    <Button onClick={() => void phone.connect(sampleVoice())}>{t('call.sample')}</Button>
                    <p className="faint small">{t('call.sample.help')}</p>
                </>
            )}
            {!problem && line === 'off' && <p className="faint small">{t('call.headset')}</p>}
        </>
    );
}

function Speaking({ phone }: { phone: Phone }) {
    const { t, calendar } = useWords();
    const { muted, keys } = usePhone(phone);
    const { own, other, unheard } = useLevels(phone, true);
    const [began] = useState(Date.now);
    const [now, setNow] = useState(began);
    useEffect(() => {
        const timer = setInterval(() => setNow(Date.now()), 1000);
        return () => clearInterval(timer);
    }, []);
    const silent = unheard === null ? now - began > silenceTold : unheard > silenceTold;
    return (
        <>
            <p role="status" className="call-standing">
                {t('call.connected')} <b role="timer">{calendar.length((now - began) / 1000)}</b>
            </p>
            <div className="call-meters">
                <Meter label={t('phone.own')} level={muted ? 0 : own} icon={muted ? <MicOff size={14} /> : <Mic size={14} />} />
                <Meter label={t('phone.other')} level={other} icon={<Volume2 size={14} />} />
            </div>
            {silent && <Banner level="warn" title={t('phone.unheard', { seconds: silenceTold / 1000 })} />}
            <p className="call-keys ltr" aria-live="polite">
                {calendar.plain(keys) || '\u00a0'}
            </p>
            <Keypad press={(key) => phone.press(key)} />
            <div className="acts">
                <Button large aria-pressed={muted} onClick={() => phone.mute(!muted)}>
                    {muted ? <MicOff size={18} aria-hidden="true" /> : <Mic size={18} aria-hidden="true" />}
                    {t(muted ? 'desk.unmute' : 'desk.mute')}
                </Button>
                <button type="button" className="hang-up" onClick={() => phone.disconnect()}>
                    <PhoneOff size={18} aria-hidden="true" />
                    {t('call.hang_up')}
                </button>
            </div>
        </>
    );
}
