// A ring must be noticed when the desk is not looked at: the title says it, and a notification where the person allowed them.

import { useEffect } from 'react';
import type { Desk } from '../../api/types';
import { useWords } from '../../i18n';
import { agentPhone, usePhone } from '../../live/phone';

export function useAttention({ assignment }: Desk) {
    const { t, language } = useWords();
    const ringing = assignment?.state === 'ringing' ? assignment.queue_title[language] || assignment.queue : null;
    useEffect(() => {
        const usual = t('desk.title') + ' · Markaz';
        document.title = ringing === null ? usual : t('desk.ringing.title', { queue: ringing });
        if (ringing === null || !document.hidden || !('Notification' in globalThis) || Notification.permission !== 'granted') return;
        const note = new Notification(t('desk.ringing.title', { queue: ringing }), { tag: 'markaz-ring', requireInteraction: true });
        note.onclick = () => {
            window.focus();
            note.close();
        };
        return () => note.close();
    }, [ringing, t]);
    const here = usePhone(agentPhone).line === 'connected';
    useEffect(() => (ringing !== null && here ? ringTone() : undefined), [ringing, here]);
    useEffect(
        () => () => {
            document.title = 'Markaz';
        },
        [],
    );
}

/** Two short tones and a pause, until it is ended; only where the browser is the telephone, since any other one rings itself. */
function ringTone(): () => void {
    const context = new AudioContext();
    const gain = context.createGain();
    gain.gain.value = 0;
    gain.connect(context.destination);
    const tone = context.createOscillator();
    tone.frequency.value = 620;
    tone.connect(gain);
    tone.start();
    const ring = () => {
        for (const at of [0, 0.3]) {
            gain.gain.setTargetAtTime(0.12, context.currentTime + at, 0.01);
            gain.gain.setTargetAtTime(0, context.currentTime + at + 0.2, 0.02);
        }
    };
    ring();
    const timer = setInterval(ring, 2_000);
    return () => {
        clearInterval(timer);
        void context.close();
    };
}
