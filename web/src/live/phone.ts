// The browser as a telephone: one connection (RTCPeerConnection) that an agent keeps for the whole shift, or a customer for one
// call. Sound is G.711 both ways; what is said about the connection goes over /api/v1. Nothing here draws anything.

import { useEffect, useState, useSyncExternalStore } from 'react';
import { openTopic } from './feed';

/** `taken`: a newer page of the same person has the line. `ended`: the centre or the caller hung up. */
export type LineState = 'off' | 'asking' | 'connecting' | 'connected' | 'lost' | 'taken' | 'ended' | 'failed';

/** Why there is no line. `insecure`: browsers give a microphone only to https and to this computer itself. */
export type PhoneProblem = 'insecure' | 'denied' | 'no_microphone' | 'refused' | 'busy' | 'network';

export interface PhoneView {
    line: LineState;
    problem: PhoneProblem | null;
    muted: boolean;
    /** The keys that were pressed on this line. */
    keys: string;
}

/** Longer silence of the other side, in milliseconds, is worth a word. */
export const silenceTold = 3_000;

/** How loud it is now, 0 to 1 on a scale that follows the ear (-60 dB to 0 dB). */
export interface Levels {
    own: number;
    other: number;
    /** Milliseconds since the other side was last heard; null before anything was heard. */
    unheard: number | null;
}

export interface Phone {
    current(): PhoneView;
    subscribe(changed: () => void): () => void;
    /** Asks for the microphone, if no sound is given, and opens the line. What goes wrong is shown by the view. */
    connect(sound?: MediaStream): Promise<void>;
    disconnect(): void;
    mute(muted: boolean): void;
    /** 0-9, * or #. */
    press(key: string): void;
    levels(): Levels;
}

/** How a line is agreed with the centre. */
export interface Signalling {
    /** Gives the centre's answer to an offer, both in SDP. Throws PhoneRefused. */
    open(offer: string): Promise<string>;
    close(): void;
    /** For browsers that cannot send keys in the sound's stream. */
    key(key: string): void;
    /** Told once a line stands: calls `gone` when the centre has given it up, and returns what ends the watch. */
    watch(gone: (how: 'taken' | 'ended') => void): () => void;
    /** Whether a lost line is opened again by itself. */
    again: boolean;
}

export class PhoneRefused extends Error {
    constructor(readonly problem: PhoneProblem) {
        super(problem);
    }
}

const keyLength = 120;
const keyPause = 80;
const quietest = -60;
const firstPause = 500;
const longestPause = 5_000;

const isKey = (key: string) => /^[0-9*#]$/.test(key);

/** Opens nothing by itself: connect() does. */
export function openPhone(signalling: Signalling): Phone {
    let view: PhoneView = { line: 'off', problem: null, muted: false, keys: '' };
    const listeners = new Set<() => void>();
    let peer: RTCPeerConnection | null = null;
    let sound: MediaStream | null = null;
    let given = false;
    let meter: Meter | null = null;
    let unwatch: (() => void) | null = null;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    let pause = firstPause;

    const change = (next: Partial<PhoneView>) => {
        view = { ...view, ...next };
        listeners.forEach((listener) => listener());
    };

    const drop = () => {
        clearTimeout(reopening);
        unwatch?.();
        unwatch = null;
        const old = peer;
        peer = null;
        old?.close();
        meter?.close();
        meter = null;
    };
    const release = () => {
        drop();
        if (!given) sound?.getTracks().forEach((track) => track.stop());
        sound = null;
    };
    const fail = (problem: PhoneProblem) => {
        release();
        change({ line: 'failed', problem });
    };
    const gone = (how: 'taken' | 'ended') => {
        release();
        change({ line: how, problem: null });
    };
    const lose = () => {
        drop();
        if (!signalling.again) return gone('ended');
        change({ line: 'lost', problem: 'network' });
        reopening = setTimeout(() => void open(), pause);
        pause = Math.min(pause * 2, longestPause);
    };

    async function open(): Promise<void> {
        if (!sound) return;
        change({ line: 'connecting', problem: null });
        const mine = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
        peer = mine;
        const track = sound.getAudioTracks()[0];
        if (!track) return fail('no_microphone');
        track.enabled = !view.muted;
        const transceiver = mine.addTransceiver(track, { direction: 'sendrecv', streams: [sound] });
        speakG711(transceiver);
        mine.ontrack = ({ track: heard }) => {
            if (peer === mine && sound) meter = openMeter(sound, new MediaStream([heard]));
        };
        mine.onconnectionstatechange = () => {
            if (peer !== mine) return;
            if (mine.connectionState === 'connected') {
                pause = firstPause;
                change({ line: 'connected', problem: null });
                unwatch ??= signalling.watch(gone);
            } else if (['failed', 'closed', 'disconnected'].includes(mine.connectionState)) lose();
        };
        try {
            // The centre only answers checks of ours, so the offer need not wait for candidates.
            await mine.setLocalDescription(await mine.createOffer());
            const sdp = await signalling.open(mine.localDescription?.sdp ?? '');
            if (peer === mine) await mine.setRemoteDescription({ type: 'answer', sdp });
        } catch (error) {
            if (peer !== mine) return;
            const problem = error instanceof PhoneRefused ? error.problem : 'refused';
            if (problem === 'network' && signalling.again) lose();
            else fail(problem);
        }
    }

    return {
        current: () => view,
        subscribe(changed) {
            listeners.add(changed);
            return () => void listeners.delete(changed);
        },
        async connect(stream) {
            release();
            given = stream !== undefined;
            change({ line: 'asking', problem: null, keys: '' });
            try {
                sound = stream ?? (await microphone());
            } catch (error) {
                return fail(error instanceof PhoneRefused ? error.problem : 'no_microphone');
            }
            await open();
        },
        disconnect() {
            release();
            signalling.close();
            change({ line: 'off', problem: null });
        },
        mute(muted) {
            sound?.getAudioTracks().forEach((track) => (track.enabled = !muted));
            change({ muted });
        },
        press(key) {
            if (!isKey(key) || view.line !== 'connected') return;
            const dtmf = peer?.getSenders()[0]?.dtmf;
            if (dtmf?.canInsertDTMF) dtmf.insertDTMF(dtmf.toneBuffer + key, keyLength, keyPause);
            else signalling.key(key);
            change({ keys: view.keys + key });
        },
        levels: () => meter?.read() ?? { own: 0, other: 0, unheard: null },
    };
}

/** Puts G.711 and keys first; a browser that cannot choose offers them anyway, and the centre takes nothing else. */
function speakG711(transceiver: RTCRtpTransceiver): void {
    const known = RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [];
    const wanted = known.filter(({ mimeType }) => /^audio\/(pcmu|pcma|telephone-event)$/i.test(mimeType));
    if (wanted.length > 0 && 'setCodecPreferences' in transceiver) transceiver.setCodecPreferences(wanted);
}

async function microphone(): Promise<MediaStream> {
    if (!('mediaDevices' in navigator)) throw new PhoneRefused('insecure');
    try {
        return await navigator.mediaDevices.getUserMedia({
            audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
        });
    } catch (error) {
        throw new PhoneRefused(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'no_microphone');
    }
}

// ---- Sound: what is heard is played, and both sides are measured --------------------------------------------------------

interface Meter {
    read(): Levels;
    close(): void;
}

function openMeter(own: MediaStream, other: MediaStream): Meter {
    // Chromium moves sound of a peer only while an element plays it.
    const player = new Audio();
    player.srcObject = other;
    player.autoplay = true;
    void player.play().catch(() => undefined);
    const context = new AudioContext();
    void context.resume().catch(() => undefined);
    const measures = [own, other].map((stream) => {
        const analyser = context.createAnalyser();
        analyser.fftSize = 1024;
        context.createMediaStreamSource(stream).connect(analyser);
        return analyser;
    });
    const samples = new Float32Array(1024);
    let lastHeard: number | null = null;
    const level = (analyser: AnalyserNode | undefined) => {
        analyser?.getFloatTimeDomainData(samples);
        const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
        return Math.min(1, Math.max(0, 1 - (10 * Math.log10(power + 1e-12)) / quietest));
    };
    return {
        read() {
            const [mine, theirs] = [level(measures[0]), level(measures[1])];
            const now = performance.now();
            if (theirs > 0.1) lastHeard = now;
            return { own: mine, other: theirs, unheard: lastHeard === null ? null : now - lastHeard };
        },
        close() {
            player.srcObject = null;
            void context.close();
        },
    };
}

// ---- The agent's telephone ------------------------------------------------------------------------------------------------

/** What GET /api/v1/phone and the topic `phone.me` say: the line that leads; null while no browser of the person is connected.
 *  Whether it rings stands on the desk (`desk.me`). */
export interface PhoneLine {
    line: number | null;
}

async function ask(method: string, path: string, body?: unknown, token?: string): Promise<unknown> {
    let response: Response;
    try {
        response = await fetch(path, {
            method,
            headers: {
                'X-Markaz': '1',
                ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
                ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
    } catch {
        throw new PhoneRefused('network');
    }
    if (response.status === 429 || response.status === 503) throw new PhoneRefused('busy');
    if (!response.ok) throw new PhoneRefused('refused');
    return response.status === 204 ? null : response.json();
}

const quietly = (asked: Promise<unknown>) => void asked.catch(() => undefined);

function agentSignalling(): Signalling {
    let line = 0;
    return {
        again: true,
        async open(offer) {
            const opened = (await ask('POST', '/api/v1/phone', { offer })) as { line: number; answer: string };
            line = opened.line;
            return opened.answer;
        },
        close: () => quietly(ask('POST', '/api/v1/phone/close', { line })),
        key: (key) => quietly(ask('POST', '/api/v1/phone/key', { key })),
        watch(gone) {
            const mine = line;
            const topic = openTopic<PhoneLine>(() => liveAddress('phone.me'), null);
            return topic.subscribe(() => {
                const { value } = topic.current();
                if (value?.line != null && value.line > mine) gone('taken');
            });
        },
    };
}

function liveAddress(topic: string): string {
    const url = new URL('/api/v1/live', location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    url.searchParams.set('topics', topic);
    return url.href;
}

export interface AgentPhone extends Phone {
    /** Takes the contact that rings at this browser. */
    answer(): void;
    decline(): void;
    /** Whether the browser gives its microphone without asking, so that the line may be opened without a gesture. */
    mayConnect(): Promise<boolean>;
}

/** The one telephone of this page; it goes on while the person moves between pages. */
export const agentPhone: AgentPhone = {
    ...openPhone(agentSignalling()),
    answer: () => quietly(ask('POST', '/api/v1/phone/answer')),
    decline: () => quietly(ask('POST', '/api/v1/phone/decline')),
    async mayConnect() {
        try {
            return (await navigator.permissions.query({ name: 'microphone' as PermissionName })).state === 'granted';
        } catch {
            return false;
        }
    },
};

// ---- The customer's telephone -----------------------------------------------------------------------------------------------

/** A number that the customer's page may call, and the language in which it is answered. */
export interface CallNumber {
    called: string;
    language: string;
}

/** What GET /api/v1/call says; nothing when the page is switched off. */
export interface CallOffer {
    centre: string;
    numbers: CallNumber[];
}

export async function callOffer(): Promise<CallOffer | null> {
    try {
        return (await ask('GET', '/api/v1/call')) as CallOffer;
    } catch (error) {
        if (error instanceof PhoneRefused && error.problem === 'refused') return null;
        throw error;
    }
}

const pollEvery = 1000;

/** One call to `called`. Its token lives as long as this object. */
export function openCall(called: string): Phone {
    let token: string | undefined;
    return openPhone({
        again: false,
        async open(offer) {
            const opened = (await ask('POST', '/api/v1/call', { called, offer })) as { token: string; answer: string };
            token = opened.token;
            return opened.answer;
        },
        close: () => {
            if (token !== undefined) quietly(ask('DELETE', '/api/v1/call', undefined, token));
        },
        key: (key) => {
            if (token !== undefined) quietly(ask('POST', '/api/v1/call/key', { key }, token));
        },
        watch(gone) {
            const timer = setInterval(() => {
                ask('GET', '/api/v1/call/state', undefined, token)
                    .then((said) => {
                        if ((said as { state: string }).state === 'ended') gone('ended');
                    })
                    .catch((error: unknown) => {
                        if (error instanceof PhoneRefused && error.problem === 'refused') gone('ended');
                    });
            }, pollEvery);
            return () => clearInterval(timer);
        },
    });
}

// ---- For React --------------------------------------------------------------------------------------------------------------

export function usePhone(phone: Phone): PhoneView {
    return useSyncExternalStore(phone.subscribe, phone.current);
}

/** The levels ten times a second while `running`. */
export function useLevels(phone: Phone, running: boolean): Levels {
    const [levels, setLevels] = useState<Levels>({ own: 0, other: 0, unheard: null });
    useEffect(() => {
        if (!running) return;
        const timer = setInterval(() => setLevels(phone.levels()), 100);
        return () => clearInterval(timer);
    }, [phone, running]);
    return levels;
}
