// The stand-in's telephones. It carries no sound: routes answer as the real ones do, and `silentPeer`, put into a page before it
// loads (`page.addInitScript(silentPeer)`), connects at once to nobody.

import { randomUUID } from 'node:crypto';

export class Phones {
    changed = () => {};
    constructor(numbers) {
        this.numbers = numbers;
        this.line = null;
        this.calls = new Map();
    }

    /** What `phone.me` says. */
    value() {
        return { line: this.line };
    }
    /** A newer page of the same person takes the line. */
    take() {
        this.line = (this.line ?? 0) + 1;
        this.changed();
        return { line: this.line, answer: 'v=0' };
    }
    close() {
        this.line = null;
        this.changed();
    }
    /** The centre hangs up on every customer. */
    endCalls() {
        for (const token of this.calls.keys()) this.calls.set(token, 'ended');
    }

    /** Answers what a customer's page asks; nothing for any other route. */
    customer(route, body, bearer) {
        if (route === 'GET /api/v1/call') return this.numbers.length > 0 ? [200, { centre: 'Sadaf Bank', numbers: this.numbers }] : [404];
        if (route === 'POST /api/v1/call') {
            if (!this.numbers.some(({ called }) => called === body.called)) return [404];
            const token = randomUUID();
            this.calls.set(token, 'open');
            return [200, { token, answer: 'v=0' }];
        }
        if (!/^(GET|POST|DELETE) \/api\/v1\/call(\/|$)/.test(route)) return undefined;
        if (!this.calls.has(bearer)) return [404];
        if (route === 'GET /api/v1/call/state') return [200, { state: this.calls.get(bearer) }];
        if (route === 'DELETE /api/v1/call') this.calls.set(bearer, 'ended');
        return [204];
    }
}

/** Runs in the page: a peer that is connected as soon as both sides are described. */
export function silentPeer() {
    class SilentPeer extends EventTarget {
        connectionState = 'new';
        localDescription = null;
        ontrack = null;
        onconnectionstatechange = null;
        keys = '';
        sender = { dtmf: { canInsertDTMF: true, toneBuffer: '', insertDTMF: (key) => (this.keys += key) }, replaceTrack: async () => {} };
        constructor() {
            super();
            window.silentPeers = [...(window.silentPeers ?? []), this];
        }
        addTransceiver() {
            return { setCodecPreferences() {}, sender: this.sender };
        }
        getSenders() {
            return [this.sender];
        }
        async createOffer() {
            return { type: 'offer', sdp: 'v=0' };
        }
        async setLocalDescription(description) {
            this.localDescription = description;
        }
        async setRemoteDescription() {
            this.become('connected');
        }
        become(state) {
            this.connectionState = state;
            this.onconnectionstatechange?.(new Event('connectionstatechange'));
        }
        close() {
            this.connectionState = 'closed';
        }
    }
    window.RTCPeerConnection = SilentPeer;
}
