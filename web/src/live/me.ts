// Who looks at the page, and what they may see.

import { createContext, use } from 'react';
import type { Me, Permission } from '../api/types';

/** Of the question who looks at the page. */
export const meKey = ['me'];

const MeContext = createContext<Me | null>(null);
export const MeProvider = MeContext;

export function useMe(): Me {
    const me = use(MeContext);
    if (!me) throw new Error('useMe before sign-in');
    return me;
}

export const may = (me: Me, permission: Permission) => me.permissions.includes(permission);
