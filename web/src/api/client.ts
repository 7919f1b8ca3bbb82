// One typed client for /api/v1. A refused request is thrown as Refused, with the server's own sentence.

import createClient from 'openapi-fetch';
import type { paths } from './schema';
import type { Problem } from './types';

/** `status` 0: the request did not reach the server. */
export class Refused extends Error {
    constructor(
        readonly status: number,
        readonly problem: Problem | null,
    ) {
        super(problem?.what ?? `status ${status}`);
    }
}

// A request with this header cannot come from a foreign page's form: browsers ask the server first (CORS preflight).
export const api = createClient<paths>({ baseUrl: location.origin, headers: { 'X-Markaz': '1' }, fetch: (request) => fetch(request) });

interface Answered<T> {
    data?: T;
    error?: unknown;
    response: Response;
}

/** The body of a granted request. */
export async function granted<T>(request: Promise<Answered<T>>): Promise<T> {
    let answer: Answered<T>;
    try {
        answer = await request;
    } catch {
        throw new Refused(0, null);
    }
    if (!answer.response.ok) throw new Refused(answer.response.status, isProblem(answer.error) ? answer.error : null);
    return answer.data as T;
}

function isProblem(value: unknown): value is Problem {
    return typeof value === 'object' && value !== null && 'what' in value && typeof value.what === 'string';
}
