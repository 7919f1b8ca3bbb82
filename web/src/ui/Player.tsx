// The recording: two voices, one above the other, with the steps and holds at their places. Sound runs from left to right in every
// language, and the player with it.

import { useQuery } from '@tanstack/react-query';
import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react';
import { useRef, useState, type CSSProperties } from 'react';
import { api, granted } from '../api/client';
import type { Peaks, Recording } from '../api/types';
import { useWords } from '../i18n';
import './player.css';

const jump = 10;
const points = 480;
const height = 56;

export interface Mark {
    /** Seconds from the start of the recording. */
    at: number;
    label: string;
}
export interface Gap {
    from: number;
    to: number;
}

interface Props {
    recording: Recording;
    /** Asked as the agent who took the message. */
    own?: boolean;
    marks: readonly Mark[];
    holds: readonly Gap[];
}

export function Player({ recording, own = false, marks, holds }: Props) {
    const { t } = useWords();
    if (recording.state === 'running') return <p className="quiet">{t('contact.recordings.pending')}</p>;
    if (recording.state === 'erased') return <p className="quiet">{t('contact.recordings.erased')}</p>;
    if (recording.state === 'failed') return <Broken />;
    return <Sound recording={recording} own={own} marks={marks} holds={holds} />;
}

function Broken() {
    const { t } = useWords();
    return (
        <p className="quiet" role="alert">
            {t('contact.recordings.failed')}
        </p>
    );
}

function Sound({ recording, own, marks, holds }: Props) {
    const { t, calendar } = useWords();
    const sound = useRef<HTMLAudioElement>(null);
    const [playing, setPlaying] = useState(false);
    const [at, setAt] = useState(0);
    const [failed, setFailed] = useState(false);
    const peaks = useQuery({
        queryKey: ['peaks', recording.id],
        queryFn: () => {
            const part = { params: { path: { id: String(recording.id) }, query: { points } } };
            return granted(own ? api.GET('/api/v1/me/messages/{id}/peaks', part) : api.GET('/api/v1/recordings/{id}/peaks', part));
        },
        staleTime: Infinity,
    });
    if (failed) return <Broken />;

    const length = recording.length_s;
    const seek = (seconds: number) => {
        const wanted = Math.max(0, Math.min(length, seconds));
        if (sound.current) sound.current.currentTime = wanted;
        setAt(wanted);
    };
    const toggle = () => void (playing ? sound.current?.pause() : sound.current?.play().catch(() => setFailed(true)));
    const name = t(playing ? 'player.pause' : 'player.play');
    return (
        <div className="player" dir="ltr">
            <div className="track">
                {peaks.data && <Waves peaks={peaks.data} voices={recording.message ? ['customer'] : ['customer', 'agent']} />}
                {holds.map((hold) => (
                    <span key={hold.from} className="hold-gap" style={place(hold.from / length, (hold.to - hold.from) / length)} />
                ))}
                {marks.map((mark) => (
                    <button
                        key={`${mark.label}-${mark.at}`}
                        type="button"
                        className="pin"
                        style={place(mark.at / length)}
                        aria-label={t('player.step', { step: mark.label, at: calendar.length(mark.at) })}
                        onClick={() => seek(mark.at)}
                    >
                        {mark.label}
                    </button>
                ))}
                <span className="head" style={place(at / length)} />
                <input
                    type="range"
                    aria-label={t('player.position')}
                    aria-valuetext={calendar.length(at)}
                    min={0}
                    max={length}
                    step={0.1}
                    value={at}
                    onChange={(event) => seek(Number(event.target.value))}
                />
            </div>
            <div className="axis" aria-hidden="true">
                {[0, 0.25, 0.5, 0.75, 1].map((part) => (
                    <span key={part}>{calendar.length(part * length)}</span>
                ))}
            </div>
            <div className="controls">
                <button
                    type="button"
                    className="small-round"
                    aria-label={t('player.back', { seconds: jump })}
                    title={t('player.back', { seconds: jump })}
                    onClick={() => seek(at - jump)}
                >
                    <RotateCcw />
                </button>
                <button type="button" className="round" aria-label={name} title={name} onClick={toggle}>
                    {playing ? <Pause /> : <Play />}
                </button>
                <button
                    type="button"
                    className="small-round"
                    aria-label={t('player.forward', { seconds: jump })}
                    title={t('player.forward', { seconds: jump })}
                    onClick={() => seek(at + jump)}
                >
                    <RotateCw />
                </button>
                <b className="ltr">
                    {calendar.length(at)} / {calendar.length(length)}
                </b>
                <span className="legend">
                    <i className="of-customer" />
                    <bdi>{t('desk.customer')}</bdi>
                    {!recording.message && (
                        <>
                            <i className="of-agent" />
                            <bdi>{t('contacts.col.agent')}</bdi>
                        </>
                    )}
                </span>
            </div>
            <audio
                ref={sound}
                preload="none"
                src={`/api/v1/${own ? 'me/messages' : 'recordings'}/${recording.id}/audio`}
                onPlay={() => setPlaying(true)}
                onPause={() => setPlaying(false)}
                onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
                onError={() => setFailed(true)}
            />
        </div>
    );
}

const place = (from: number, part?: number) =>
    ({ '--at': `${from * 100}%`, ...(part === undefined ? {} : { '--part': `${part * 100}%` }) }) as CSSProperties;

/** One stroke per part, as long as the voice was loud. */
const strokes = (loudness: readonly number[]) =>
    loudness
        .map((level, at) => {
            const half = Math.max(0.5, (level / 100) * (height / 2 - 1));
            return `M${at + 0.5} ${height / 2 - half}v${half * 2}`;
        })
        .join('');

function Waves({ peaks, voices }: { peaks: Peaks; voices: readonly (keyof Peaks)[] }) {
    return (
        <>
            {voices.map((voice) => (
                <svg
                    key={voice}
                    className={`wave of-${voice}`}
                    viewBox={`0 0 ${Math.max(1, peaks[voice].length)} ${height}`}
                    preserveAspectRatio="none"
                    aria-hidden="true"
                >
                    <path d={strokes(peaks[voice])} />
                </svg>
            ))}
        </>
    );
}
