// What the manual's pages read out of versions, addresses and texts.

import type { ManualVersion } from '../../api/types';

/** A version of the manual that changed a procedure, and the one before it; there is none where the procedure came with it. */
export interface Edition extends ManualVersion {
    before: number | null;
}

/** The versions of the manual in which the procedure is otherwise than in the one before, the newest first. */
export function editionsOf(id: string, versions: readonly ManualVersion[]): Edition[] {
    const texts = ({ documents }: ManualVersion) =>
        documents
            .filter(({ path }) => path.startsWith(`${id}/`))
            .map(({ path, sha256 }) => `${path} ${sha256}`)
            .sort()
            .join('\n');
    const rising = [...versions].sort((a, b) => a.version - b.version);
    return rising
        .map((version, at) => ({ version, last: rising[at - 1] }))
        .filter(({ version, last }) => texts(version) !== (last ? texts(last) : ''))
        .map(({ version, last }) => ({ ...version, before: last && texts(last) !== '' ? last.version : null }))
        .reverse();
}

/** What the address says of versions; null where it says nothing, or nothing that makes sense. */
export function versionIn(search: string, name: 'from' | 'to' | 'version'): number | null {
    const value = Number(new URLSearchParams(search).get(name));
    return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** A page of the server with the links that it cannot follow here taken off: those to terms, and to other documents. */
export const readable = (html: string) => html.replace(/<a href="(?!https?:)[^"]*"[^>]*>([\s\S]*?)<\/a>/g, '<em>$1</em>');
