// The browser as my telephone: whether it is connected, how loud both sides are, and what is wrong when nothing is heard.

import { Mic, MicOff, Volume2 } from 'lucide-react';
import { useEffect } from 'react';
import { useWords } from '../../i18n';
import { agentPhone, silenceTold, useLevels, usePhone } from '../../live/phone';
import { Meter } from '../../ui/Meter';
import { SecureLink } from '../../ui/SecureLink';

const remembered = 'markaz.phone';

export function Telephone({ talking }: { talking: boolean }) {
    const { t } = useWords();
    const phone = usePhone(agentPhone);
    useEffect(() => {
        // Whoever worked here by the browser yesterday does so today; without a gesture only where the microphone is given anyway.
        if (localStorage.getItem(remembered) !== 'browser' || agentPhone.current().line !== 'off') return;
        void agentPhone.mayConnect().then((may) => {
            if (may) void agentPhone.connect();
        });
    }, []);
    const connect = () => {
        localStorage.setItem(remembered, 'browser');
        void agentPhone.connect();
    };
    const disconnect = () => {
        localStorage.removeItem(remembered);
        agentPhone.disconnect();
    };
    const open = phone.line === 'connected';
    return (
        <div className="sec telephone">
            <h2>
                {t('phone.title')}
                {open && (
                    <button type="button" className="quiet-link" onClick={disconnect}>
                        {t('phone.leave')}
                    </button>
                )}
            </h2>
            {open ? (
                <Levels talking={talking} muted={phone.muted} />
            ) : (
                <>
                    <p className={phone.line === 'off' ? 'faint' : 'quiet'} role={phone.line === 'off' ? undefined : 'status'}>
                        {phone.problem ? t(`phone.problem.${phone.problem}`) : t(`phone.line.${phone.line}`)}{' '}
                        {phone.problem === 'insecure' && <SecureLink />}
                    </p>
                    {(phone.line === 'off' || phone.line === 'failed' || phone.line === 'taken' || phone.line === 'ended') && (
                        <button type="button" className="plain" onClick={connect}>
                            {t(phone.line === 'off' ? 'phone.use' : phone.line === 'taken' ? 'phone.take' : 'verb.retry')}
                        </button>
                    )}
                </>
            )}
        </div>
    );
}

function Levels({ talking, muted }: { talking: boolean; muted: boolean }) {
    const { t } = useWords();
    const { own, other, unheard } = useLevels(agentPhone, true);
    const silent = talking && (unheard === null || unheard > silenceTold);
    return (
        <>
            <Meter label={t('phone.own')} level={muted ? 0 : own} icon={muted ? <MicOff size={14} /> : <Mic size={14} />} />
            <Meter label={t('phone.other')} level={other} icon={<Volume2 size={14} />} />
            {silent && (
                <p className="warn small" role="status">
                    {t('phone.unheard', { seconds: silenceTold / 1000 })}
                </p>
            )}
        </>
    );
}
