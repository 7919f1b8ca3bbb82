// The language of conditions, read as the program reads it (src/procedure/condition.cpp), so that an author is told of a slip while
// typing. The grammar stands in docs/manual-language.md; src/procedure/condition_vectors.json tests both.

export type ValueType = 'text' | 'number' | 'yes_no' | 'choice' | 'date' | 'duration';
export type Name = { name: string; type: ValueType; options?: string[] };
/** A number in ten-thousandths, days since 1970, microseconds, 0 or 1; or the word of a choice. A text is only there or not. */
export type Value = { amount: bigint } | { word: string } | { there: true };
export type Values = Record<string, Value | undefined>;
export type Problem = { at: number; what: string };
export type Condition = { holds: (values: Values) => boolean };

const unit = 10_000n;
const largest = 2n ** 63n - 1n;
const longest = 1000;
const deepest = 32;
const languages = ['en', 'ar', 'fa', 'id', 'ms'];
const channels = ['voice_in', 'voice_out', 'callback', 'email', 'chat', 'form', 'in_person', 'voicemail'];
const standings = ['ordinary', 'vip', 'vulnerable', 'threatening'];

/** What every condition knows beside the fields of its run. */
export const facts: Name[] = [
    { name: 'language', type: 'choice', options: languages },
    { name: 'channel', type: 'choice', options: channels },
    { name: 'queue', type: 'choice' },
    { name: 'waited', type: 'duration' },
    { name: 'elapsed', type: 'duration' },
    { name: 'transfers', type: 'number' },
    { name: 'trainee', type: 'yes_no' },
    { name: 'customer.standing', type: 'choice', options: standings },
    { name: 'customer.contacts_lately', type: 'number' },
];

const spoken: Record<ValueType, string> = {
    text: 'a text',
    number: 'a number',
    yes_no: 'yes or no',
    choice: 'a choice',
    date: 'a date',
    duration: 'a length of time',
};

/** `12`, `-3.25` in ten-thousandths. */
export function parseNumber(text: string): bigint | undefined {
    const parts = /^(-?)(\d{1,12})(?:\.(\d{1,4}))?$/.exec(text);
    if (!parts) return undefined;
    const amount = BigInt(parts[2]!) * unit + BigInt((parts[3] ?? '').padEnd(4, '0'));
    return parts[1] ? -amount : amount;
}

const lengths: Record<string, bigint> = { ms: 1_000n, s: 1_000_000n, m: 60_000_000n, h: 3_600_000_000n, d: 86_400_000_000n };

/** `30s`, `1h30m` in microseconds. */
export function parseLength(text: string): bigint | undefined {
    if (!/^(\d+(ms|s|m|h|d))+$/.test(text)) return undefined;
    let sum = 0n;
    for (const [, count, of] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) sum += BigInt(count!) * lengths[of!]!;
    return sum > largest ? undefined : sum;
}

/** Days since 1970 of `2026-11-22`. */
export function parseDay(text: string): bigint | undefined {
    const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
    if (!parts) return undefined;
    const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    const time = new Date(Date.UTC(2000, month - 1, day));
    time.setUTCFullYear(year, month - 1, day);
    if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return undefined;
    return BigInt(Math.floor(time.getTime() / 86_400_000));
}

type Known = Value | undefined;
type Operand = { type: ValueType; at: number; isNull?: boolean; quoted?: string; name?: Name; value: (values: Values) => Known };
type Token = { kind: 'end' | 'name' | 'number' | 'duration' | 'quoted' | 'sign'; at: number; text: string; amount: bigint };

const truth = (is: boolean): Value => ({ amount: is ? 1n : 0n });
const isTrue = (value: Known) => value !== undefined && 'amount' in value && value.amount !== 0n;
const bounded = (amount: bigint): Known => (amount > largest || amount < -largest - 1n ? undefined : { amount });

function same(a: Known, b: Known): boolean {
    if (a === undefined || b === undefined) return a === b;
    if ('word' in a && 'word' in b) return a.word === b.word;
    return 'amount' in a && 'amount' in b && a.amount === b.amount;
}

/** Thrown inside this file alone: the first slip ends the reading. */
class Slip {
    constructor(
        readonly at: number,
        readonly what: string,
    ) {}
}

class Reader {
    private at = 0;
    private depth = 0;
    private token: Token = { kind: 'end', at: 0, text: '', amount: 0n };

    constructor(
        private readonly text: string,
        private readonly fields: Name[],
    ) {}

    read(): (values: Values) => Known {
        const bytes = new TextEncoder().encode(this.text).length;
        if (bytes > longest) throw new Slip(0, `the condition has ${bytes} bytes`);
        this.next();
        const whole = this.either();
        if (this.token.kind !== 'end') throw new Slip(this.token.at, `here ${this.found()} follows`);
        this.need(whole, 'yes_no');
        return whole.value;
    }

    private found(): string {
        return this.token.kind === 'end' ? 'nothing' : `"${this.token.text}"`;
    }
    private is(kind: Token['kind'], text: string): boolean {
        return this.token.kind === kind && this.token.text === text;
    }
    private next(): void {
        while (/[ \t\n]/.test(this.text.charAt(this.at))) ++this.at;
        const start = this.at;
        const rest = this.text.slice(start);
        this.token = { kind: 'end', at: start, text: '', amount: 0n };
        if (rest === '') return;
        const name = /^[A-Za-z](?:[A-Za-z0-9_]|[-.](?=[A-Za-z0-9]))*/.exec(rest);
        const number = /^\d(?:\d|\.(?=\d)|[A-Za-z])*/.exec(rest);
        if (name) {
            this.token = { kind: 'name', at: start, text: name[0], amount: 0n };
        } else if (number) {
            const whole = parseNumber(number[0]);
            const length = whole === undefined ? parseLength(number[0]) : undefined;
            if (whole === undefined && length === undefined)
                throw new Slip(start, `"${number[0]}" is neither a number nor a length of time`);
            this.token = { kind: whole === undefined ? 'duration' : 'number', at: start, text: number[0], amount: whole ?? length! };
        } else if (rest.startsWith('"') || rest.startsWith("'")) {
            const end = rest.indexOf(rest.charAt(0), 1);
            if (end < 0) throw new Slip(start, 'the quotation mark is not closed');
            this.token = { kind: 'quoted', at: start, text: rest.slice(1, end), amount: 0n };
            this.at += end + 1;
            return;
        } else {
            const sign = /^(<=|>=|!=|==|<>|[=<>+\-*/(),[\]])/.exec(rest);
            if (!sign) throw new Slip(start, `"${Array.from(rest)[0]}" does not belong in a condition`);
            const text = sign[0] === '==' ? '=' : sign[0] === '<>' ? '!=' : sign[0];
            this.token = { kind: 'sign', at: start, text, amount: 0n };
            this.at += sign[0].length;
            return;
        }
        this.at += this.token.text.length;
    }
    private deeper<T>(read: () => T): T {
        if (++this.depth > deepest) throw new Slip(this.token.at, 'the condition is too deep');
        const value = read();
        --this.depth;
        return value;
    }
    private need(operand: Operand, type: ValueType): void {
        if (operand.isNull) throw new Slip(operand.at, 'null alone is neither true nor false');
        if (operand.type !== type) throw new Slip(operand.at, `here stands ${spoken[operand.type]}`);
    }

    private either(): Operand {
        return this.chain('or', () => this.both(), (a, b) => isTrue(a) || isTrue(b));
    }
    private both(): Operand {
        return this.chain('and', () => this.negation(), (a, b) => isTrue(a) && isTrue(b));
    }
    private chain(word: string, part: () => Operand, join: (a: Known, b: Known) => boolean): Operand {
        let left = part();
        while (this.is('name', word)) {
            this.need(left, 'yes_no');
            this.next();
            const [first, second] = [left, part()];
            this.need(second, 'yes_no');
            left = { type: 'yes_no', at: first.at, value: (values) => truth(join(first.value(values), second.value(values))) };
        }
        return left;
    }
    private negation(): Operand {
        if (!this.is('name', 'not')) return this.comparison();
        return this.deeper(() => {
            const at = this.token.at;
            this.next();
            const inner = this.negation();
            this.need(inner, 'yes_no');
            return { type: 'yes_no', at, value: (values) => truth(!isTrue(inner.value(values))) };
        });
    }
    private comparison(): Operand {
        const left = this.sum();
        for (const sign of ['=', '!=', '<', '<=', '>', '>='])
            if (this.is('sign', sign)) {
                this.next();
                return this.compare(left, this.sum(), sign);
            }
        if (!this.is('name', 'in') && !this.is('name', 'not')) return left;
        const denied = this.is('name', 'not');
        if (denied) this.next();
        if (!this.is('name', 'in')) throw new Slip(this.token.at, '"not" stands between two values');
        this.next();
        const list = this.list(left);
        return {
            type: 'yes_no',
            at: left.at,
            value: (values) => truth(list.some((item) => same(left.value(values), item.value(values))) !== denied),
        };
    }
    private compare(left: Operand, right: Operand, sign: string): Operand {
        [left, right] = this.agree(left, right);
        if (sign !== '=' && sign !== '!=') {
            const type = left.isNull ? right.type : left.type;
            if (left.isNull || right.isNull) throw new Slip(left.at, 'what is not known is neither less nor more');
            if (type === 'choice' || type === 'yes_no') throw new Slip(left.at, `${spoken[type]} has no order`);
        }
        const [first, second] = [left, right];
        const holds = (a: Known, b: Known): boolean => {
            if (sign === '=') return same(a, b);
            if (sign === '!=') return !same(a, b);
            if (a === undefined || b === undefined || !('amount' in a) || !('amount' in b)) return false;
            if (sign === '<') return a.amount < b.amount;
            if (sign === '<=') return a.amount <= b.amount;
            return sign === '>' ? a.amount > b.amount : a.amount >= b.amount;
        };
        return { type: 'yes_no', at: first.at, value: (values) => truth(holds(first.value(values), second.value(values))) };
    }
    private agree(left: Operand, right: Operand): [Operand, Operand] {
        left = this.asDate(left, right);
        right = this.asDate(right, left);
        if (left.isNull || right.isNull) return [left, right];
        for (const side of [left, right])
            if (side.type === 'text') throw new Slip(side.at, 'what was written lies in the vault and cannot be compared');
        if (left.type !== right.type)
            throw new Slip(right.at, `${spoken[left.type]} is compared with ${spoken[right.type]}`);
        this.checkOption(left, right);
        this.checkOption(right, left);
        return [left, right];
    }
    private asDate(literal: Operand, other: Operand): Operand {
        if (literal.quoted === undefined || other.quoted !== undefined || other.isNull || other.type !== 'date') return literal;
        const days = parseDay(literal.quoted);
        if (days === undefined) throw new Slip(literal.at, `"${literal.quoted}" is no date`);
        return { type: 'date', at: literal.at, quoted: literal.quoted, value: () => ({ amount: days }) };
    }
    private checkOption(literal: Operand, other: Operand): void {
        if (literal.quoted === undefined || literal.type !== 'choice') return;
        if (!/^[a-z0-9][a-z0-9_.-]{0,30}$/.test(literal.quoted)) throw new Slip(literal.at, `"${literal.quoted}" is no name`);
        const options = other.name?.options ?? [];
        if (options.length > 0 && !options.includes(literal.quoted))
            throw new Slip(literal.at, `"${other.name!.name}" is never "${literal.quoted}"`);
    }
    private list(left: Operand): Operand[] {
        if (!this.is('sign', '[')) throw new Slip(this.token.at, `behind in stands ${this.found()}`);
        const items: Operand[] = [];
        do {
            this.next();
            const [, item] = this.agree(left, this.literal());
            if (item.isNull) throw new Slip(item.at, 'null stands in a list');
            items.push(item);
            if (items.length > 200) throw new Slip(this.token.at, 'the list is too long');
        } while (this.is('sign', ','));
        if (!this.is('sign', ']')) throw new Slip(this.token.at, `the list goes on with ${this.found()}`);
        this.next();
        return items;
    }
    private counted(operand: Operand): void {
        if (operand.isNull || operand.type === 'number' || operand.type === 'duration') return;
        throw new Slip(operand.at, `${spoken[operand.type]} cannot be counted with`);
    }
    private sum(): Operand {
        let left = this.product();
        while (this.is('sign', '+') || this.is('sign', '-')) {
            const plus = this.is('sign', '+');
            this.next();
            const [first, second] = [left, this.product()];
            this.counted(first);
            this.counted(second);
            if (!first.isNull && !second.isNull && first.type !== second.type)
                throw new Slip(second.at, `${spoken[first.type]} and ${spoken[second.type]} are counted together`);
            left = this.combined(first.isNull ? second.type : first.type, first, second, (a, b) => (plus ? a + b : a - b));
        }
        return left;
    }
    private product(): Operand {
        let left = this.signed();
        while (this.is('sign', '*') || this.is('sign', '/')) {
            const times = this.is('sign', '*');
            this.next();
            const [first, second] = [left, this.signed()];
            this.counted(first);
            this.counted(second);
            const [l, r] = [first.type === 'duration', second.type === 'duration'];
            if (times && l && r) throw new Slip(second.at, 'a length of time is multiplied by a length of time');
            if (!times && !l && r) throw new Slip(second.at, 'a number is divided by a length of time');
            const type = (times ? l || r : l && !r) ? 'duration' : 'number';
            left = this.combined(type, first, second, (a, b) => (times ? (a * b) / unit : b === 0n ? undefined : (a * unit) / b));
        }
        return left;
    }
    private combined(type: ValueType, a: Operand, b: Operand, join: (a: bigint, b: bigint) => bigint | undefined): Operand {
        const value = (values: Values): Known => {
            const [x, y] = [a.value(values), b.value(values)];
            if (x === undefined || y === undefined || !('amount' in x) || !('amount' in y)) return undefined;
            const result = join(x.amount, y.amount);
            return result === undefined ? undefined : bounded(result);
        };
        return { type, at: a.at, value };
    }
    private signed(): Operand {
        if (!this.is('sign', '-')) return this.primary();
        return this.deeper(() => {
            const at = this.token.at;
            this.next();
            const inner = this.signed();
            this.counted(inner);
            const zero: Operand = { type: inner.type, at, value: () => ({ amount: 0n }) };
            return { ...this.combined(inner.type, zero, inner, (a, b) => a - b), ...(inner.isNull ? { isNull: true } : {}) };
        });
    }
    private primary(): Operand {
        if (this.is('sign', '('))
            return this.deeper(() => {
                this.next();
                const { quoted: _, ...inside } = this.either();
                if (!this.is('sign', ')')) throw new Slip(this.token.at, `here stands ${this.found()}`);
                this.next();
                return inside;
            });
        const word = this.token.kind === 'name' && !['true', 'false', 'null'].includes(this.token.text);
        return word ? this.named() : this.literal();
    }
    private named(): Operand {
        const { text, at } = this.token;
        const name = facts.find((each) => each.name === text) ?? this.fields.find((each) => each.name === text);
        if (!name)
            throw new Slip(
                at,
                ['and', 'or', 'not', 'in'].includes(text) ? `a value is missing before "${text}"` : `nothing is called "${text}"`,
            );
        this.next();
        return { type: name.type, at, name, value: (values) => values[text] };
    }
    private literal(): Operand {
        const { kind, text, at, amount } = this.token;
        let operand: Operand;
        if (kind === 'number' || kind === 'duration') operand = { type: kind, at, value: () => ({ amount }) };
        else if (kind === 'quoted') operand = { type: 'choice', at, quoted: text, value: () => ({ word: text }) };
        else if (kind === 'name' && (text === 'true' || text === 'false'))
            operand = { type: 'yes_no', at, value: () => truth(text === 'true') };
        else if (kind === 'name' && text === 'null') operand = { type: 'number', at, isNull: true, value: () => undefined };
        else throw new Slip(at, kind === 'end' ? 'a value is missing at the end' : `a value is missing before ${this.found()}`);
        this.next();
        return operand;
    }
}

/** The condition, or what is wrong with it and at which character. */
export function compile(text: string, fields: Name[]): Condition | Problem {
    try {
        const value = new Reader(text, fields).read();
        return { holds: (values) => isTrue(value(values)) };
    } catch (slip) {
        if (slip instanceof Slip) return { at: slip.at, what: slip.what };
        throw slip;
    }
}
