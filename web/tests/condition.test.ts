// The same vectors as the program's own test (src/procedure/condition_test.cpp).

import { describe, expect, it } from 'vitest';
import vectors from '../../src/procedure/condition_vectors.json';
import {
    compile,
    parseDay,
    parseLength,
    parseNumber,
    type Name,
    type Value,
    type ValueType,
    type Values,
} from '../src/features/manual/condition';

const fields: Name[] = Object.entries(vectors.fields).map(([name, field]) => ({
    name,
    type: field.type as ValueType,
    ...('options' in field ? { options: field.options } : {}),
}));

function value(type: ValueType, given: string): Value {
    if (type === 'text') return { there: true };
    if (type === 'choice') return { word: given };
    if (type === 'yes_no') return { amount: given === 'yes' ? 1n : 0n };
    const amount = type === 'number' ? parseNumber(given) : type === 'date' ? parseDay(given) : parseLength(given);
    return { amount: amount! };
}

const values: Values = {
    language: { word: vectors.facts.language },
    channel: { word: vectors.facts.channel },
    queue: { word: vectors.facts.queue },
    waited: value('duration', vectors.facts.waited),
    elapsed: value('duration', vectors.facts.elapsed),
    transfers: value('number', String(vectors.facts.transfers)),
    trainee: { amount: 0n },
    'customer.standing': { word: vectors.facts['customer.standing'] },
    'customer.contacts_lately': value('number', String(vectors.facts['customer.contacts_lately'])),
};
for (const field of fields) {
    const given = (vectors.facts as Record<string, unknown>)[field.name];
    if (typeof given === 'string') values[field.name] = value(field.type, given);
}

describe('conditions', () => {
    it.each(vectors.holds as [string, boolean][])('%s is %s', (text, expected) => {
        const condition = compile(text, fields);
        expect('holds' in condition ? condition.holds(values) : condition.what).toBe(expected);
    });
    it.each(vectors.wrong as [string, number, string][])('%s is refused at %i: %s', (text, at, what) => {
        expect(compile(text, fields)).toEqual({ at, what });
    });
});
