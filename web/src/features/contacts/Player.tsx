// The recording. Sound runs from left to right in every language, and the player with it.

import { Pause, Play, RotateCcw } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Recording } from '../../api/types';
import { useWords } from '../../i18n';

const stepBack = 10;

export function Player({ recording }: { recording: Recording }) {
    const { t, calendar } = useWords();
    const sound = useRef<HTMLAudioElement>(null);
    const [playing, setPlaying] = useState(false);
    const [at, setAt] = useState(0);
    const [failed, setFailed] = useState(false);
    if (recording.state === 'running') return <p className="quiet">{t('contact.recordings.pending')}</p>;
    if (recording.state === 'erased') return <p className="quiet">{t('contact.recordings.erased')}</p>;
    if (failed || recording.state === 'failed')
        return (
            <p className="quiet" role="alert">
                {t('contact.recordings.failed')}
            </p>
        );

    const seek = (seconds: number) => {
        if (sound.current) sound.current.currentTime = seconds;
        setAt(seconds);
    };
    const toggle = () => void (playing ? sound.current?.pause() : sound.current?.play().catch(() => setFailed(true)));
    const name = t(playing ? 'player.pause' : 'player.play');
    return (
        <div className="player" dir="ltr">
            <button type="button" aria-label={name} title={name} onClick={toggle}>
                {playing ? <Pause /> : <Play />}
            </button>
            <button
                type="button"
                className="back"
                aria-label={t('player.back')}
                title={t('player.back')}
                onClick={() => seek(Math.max(0, at - stepBack))}
            >
                <RotateCcw />
            </button>
            <input
                type="range"
                aria-label={t('player.position')}
                aria-valuetext={calendar.length(at)}
                min={0}
                max={recording.length_s}
                step={0.1}
                value={at}
                onChange={(event) => seek(Number(event.target.value))}
            />
            <span className="ltr small">
                {calendar.length(at)} / {calendar.length(recording.length_s)}
            </span>
            <audio
                ref={sound}
                preload="none"
                src={`/api/v1/recordings/${recording.id}/audio`}
                onPlay={() => setPlaying(true)}
                onPause={() => setPlaying(false)}
                onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
                onError={() => setFailed(true)}
            />
        </div>
    );
}
