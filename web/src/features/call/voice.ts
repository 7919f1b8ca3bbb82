// A voice for whoever has no microphone: vowels at the pace of speech, made here, so that the centre hears somebody. Formants after
// Peterson and Barney, "Control Methods Used in a Study of the Vowels" (JASA 24, 1952): the first two of a, i, u, e, o for men.

const vowels = [
    [730, 1090],
    [270, 2290],
    [300, 870],
    [530, 1840],
    [570, 840],
] as const;
const pitch = 120;
const syllable = 0.22;
/** A breath after so many syllables. */
const phrase = 7;

export function sampleVoice(): MediaStream {
    const context = new AudioContext();
    const out = context.createMediaStreamDestination();
    const throat = context.createOscillator();
    throat.type = 'sawtooth';
    throat.frequency.value = pitch;
    const mouth = context.createGain();
    mouth.gain.value = 0;
    const formants = [0, 1].map(() => {
        const formant = context.createBiquadFilter();
        formant.type = 'bandpass';
        formant.Q.value = 8;
        throat.connect(formant).connect(mouth);
        return formant;
    });
    mouth.connect(out);
    throat.start();
    let spoken = 0;
    const speak = () => {
        const at = context.currentTime;
        const breath = spoken % (phrase + 2) >= phrase;
        vowels[(spoken * 3) % vowels.length]?.forEach((frequency, index) =>
            formants[index]?.frequency.setTargetAtTime(frequency, at, 0.03),
        );
        throat.frequency.setTargetAtTime(pitch * (1.15 - (spoken % phrase) * 0.04), at, 0.05);
        mouth.gain.setTargetAtTime(breath ? 0 : 0.6, at, 0.02);
        mouth.gain.setTargetAtTime(0, at + syllable * 0.7, 0.03);
        spoken += 1;
    };
    const timer = setInterval(speak, syllable * 1000);
    out.stream.getAudioTracks()[0]?.addEventListener('ended', () => clearInterval(timer));
    return out.stream;
}
