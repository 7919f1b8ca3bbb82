// A button in our own clothes, for pages that need no component library.

import { useEffect, useRef, type ComponentProps } from 'react';

interface Props extends ComponentProps<'button'> {
    /** One primary button on a page. */
    kind?: 'primary' | 'plain' | 'bare' | 'danger';
    large?: boolean;
}

export function Button({ kind = 'plain', large = false, autoFocus = false, className = '', ...rest }: Props) {
    const button = useRef<HTMLButtonElement>(null);
    const { disabled = false } = rest;
    // A browser focuses only what can be pressed when it appears. This one takes the focus once it can be, unless somebody is busy
    // elsewhere.
    useEffect(() => {
        if (autoFocus && !disabled && document.activeElement === document.body) button.current?.focus();
    }, [autoFocus, disabled]);
    return <button type="button" ref={button} className={`btn is-${kind} ${large ? 'is-large' : ''} ${className}`} {...rest} />;
}
