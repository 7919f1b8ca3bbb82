// A SIP telephone that calls, for measurements: RFC 3261 over UDP and G.711 µ-law, as much as one call needs. What it says is silence
// but for a burst of 1 kHz every two seconds; it notes when each burst went out and when one came in.

import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';

const host = '127.0.0.1';
const silence = 0xff;
/** Samples of a packet of 20 ms. */
const samples = 160;
const burstPackets = 5;
const packetsBetween = 100;
const loud = 3_000;

/** ITU-T G.711, µ-law. */
function encoded(sample) {
    const sign = sample < 0 ? 0x80 : 0;
    const size = Math.min(Math.abs(sample), 32_635) + 132;
    const exponent = Math.floor(Math.log2(size)) - 7;
    return ~(sign | (exponent << 4) | ((size >> (exponent + 3)) & 0x0f)) & 0xff;
}
function decoded(byte) {
    const value = ~byte & 0xff;
    const size = ((((value & 0x0f) << 3) + 132) << ((value >> 4) & 7)) - 132;
    return value & 0x80 ? -size : size;
}
const tone = Buffer.from(Array.from({ length: samples }, (_, n) => encoded(Math.round(16_000 * Math.sin((n * Math.PI) / 4)))));
const quiet = Buffer.alloc(samples, silence);

/** The time on the clock that browsers' `timeOrigin` counts from, in milliseconds. */
const now = () => performance.timeOrigin + performance.now();

const bound = (socket) => new Promise((done) => socket.bind(0, host, () => done(socket.address().port)));

/** A call to a number of the program; it stands once this returns. */
export async function call(server, number) {
    const [sip, voice] = [createSocket('udp4'), createSocket('udp4')];
    const [sipPort, voicePort] = [await bound(sip), await bound(voice)];
    const port = Number(server.slice(server.lastIndexOf(':') + 1));
    const [id, tag] = [randomBytes(8).toString('hex'), randomBytes(4).toString('hex')];
    const target = `sip:${number}@${host}:${port}`;
    let to = `<${target}>`;
    const send = (method, turn, body = '', branch = randomBytes(6).toString('hex')) =>
        sip.send(
            [
                `${method} ${target} SIP/2.0`,
                `Via: SIP/2.0/UDP ${host}:${sipPort};branch=z9hG4bK${branch}`,
                'Max-Forwards: 70',
                `From: <sip:caller@${host}>;tag=${tag}`,
                `To: ${to}`,
                `Call-ID: ${id}`,
                `CSeq: ${turn} ${method}`,
                `Contact: <sip:caller@${host}:${sipPort}>`,
                ...(body ? ['Content-Type: application/sdp'] : []),
                `Content-Length: ${body.length}`,
                '',
                body,
            ].join('\r\n'),
            port,
            host,
        );
    const answer = await new Promise((done, fail) => {
        sip.on('message', (message) => {
            const text = message.toString();
            if (/^SIP\/2\.0 200/.test(text) && /CSeq: 1 INVITE/i.test(text)) done(text);
            else if (/^SIP\/2\.0 [3-6]/.test(text)) fail(new Error(text.split('\r\n')[0]));
            else if (/^BYE /.test(text)) sip.send(text.replace(/^BYE .*/, 'SIP/2.0 200 OK'), port, host);
        });
        const body = [
            'v=0', `o=- 1 1 IN IP4 ${host}`, 's=-', `c=IN IP4 ${host}`, 't=0 0', `m=audio ${voicePort} RTP/AVP 0 101`,
            'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15', 'a=sendrecv', '',
        ].join('\r\n');
        send('INVITE', 1, body);
    });
    to = /^To: (.*)$/im.exec(answer)[1].trim();
    send('ACK', 1);
    const there = Number(/m=audio (\d+)/.exec(answer)[1]);

    const said = [];
    const heard = [];
    let quietSince = now();
    voice.on('message', (packet) => {
        if ((packet[1] & 0x7f) !== 0) return;
        const at = now();
        if (!packet.subarray(12).some((byte) => Math.abs(decoded(byte)) > loud)) return;
        if (at - quietSince > 500) heard.push(at);
        quietSince = at;
    });

    let sequence = 0;
    let stamp = 0;
    let key = null;
    const packet = (type, marked, body, at) => {
        const head = Buffer.alloc(12);
        head[0] = 0x80;
        head[1] = type | (marked ? 0x80 : 0);
        head.writeUInt16BE(sequence++ & 0xffff, 2);
        head.writeUInt32BE(at >>> 0, 4);
        head.writeUInt32BE(0x6d61726b, 8);
        voice.send(Buffer.concat([head, body]), there, host);
    };
    /** RFC 4733: the event with its growing length, its end three times. */
    const event = () => {
        const { code, sent, began } = key;
        const end = sent >= 5;
        const body = Buffer.from([code, end ? 0x8a : 0x0a, 0, 0]);
        body.writeUInt16BE((Math.min(sent, 5) + 1) * samples, 2);
        packet(101, sent === 0, body, began);
        key = sent >= 7 ? null : { code, sent: sent + 1, began };
    };
    const began = now();
    let count = 0;
    const timer = setInterval(() => {
        for (; count * 20 <= now() - began; ++count) {
            const place = count % packetsBetween;
            if (key) event();
            else {
                if (place === 0) said.push(now());
                packet(0, false, place < burstPackets ? tone : quiet, stamp);
            }
            stamp += samples;
        }
    }, 5);
    return {
        said,
        heard,
        press: (digit) => {
            key ??= { code: Number(digit), sent: 0, began: stamp };
        },
        hangUp: () => {
            clearInterval(timer);
            send('BYE', 2);
            setTimeout(() => [sip, voice].forEach((socket) => socket.close()), 500);
        },
    };
}
