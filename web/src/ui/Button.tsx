// A button in our own clothes, for pages that need no component library.

import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'button'> {
    /** One primary button on a page. */
    kind?: 'primary' | 'plain' | 'bare' | 'danger';
    large?: boolean;
}

export function Button({ kind = 'plain', large = false, className = '', ...rest }: Props) {
    return <button type="button" className={`btn is-${kind} ${large ? 'is-large' : ''} ${className}`} {...rest} />;
}
