// What differs between two texts, word by word.

export interface Piece {
    is: 'same' | 'added' | 'removed';
    text: string;
}

/** A text in words, each with the space behind it. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];
/** Of longer texts each is one piece: finding the words that both have takes time by the product of their lengths. */
const most = 1_000_000;

/** The pieces that lead from one text to the other, by their longest common words. What was removed stands before what came for it. */
export function wordsChanged(from: string, to: string): Piece[] {
    const was = wordsOf(from);
    const is = wordsOf(to);
    const pieces: Piece[] = [];
    const put = (kind: Piece['is'], text: string) => {
        const last = pieces.at(-1);
        if (text === '') return;
        if (last?.is === kind) last.text += text;
        else pieces.push({ is: kind, text });
    };
    if (was.length * is.length > most) {
        put('removed', from);
        put('added', to);
        return pieces;
    }
    // A space at the end is no change of its word.
    const alike = (a: number, b: number) => was[a]?.trim() === is[b]?.trim();
    const common = Array.from({ length: was.length + 1 }, () => new Uint32Array(is.length + 1));
    const at = (a: number, b: number) => common[a]?.[b] ?? 0;
    for (let a = was.length - 1; a >= 0; a--)
        for (let b = is.length - 1; b >= 0; b--)
            (common[a] as Uint32Array)[b] = alike(a, b) ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1));
    for (let a = 0, b = 0; a < was.length || b < is.length;) {
        if (a < was.length && b < is.length && alike(a, b)) {
            put('same', is[b++] ?? '');
            a++;
        } else if (a < was.length && (b === is.length || at(a + 1, b) >= at(a, b + 1))) put('removed', was[a++] ?? '');
        else put('added', is[b++] ?? '');
    }
    return pieces;
}
