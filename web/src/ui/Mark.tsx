/** The mark of Markaz: circles that close in on a centre. */
export function Mark({ size = 28 }: { size?: number }) {
    return (
        <svg
            className="mark"
            width={size}
            height={size}
            viewBox="0 0 28 28"
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            strokeLinecap="round"
            aria-hidden="true"
        >
            <path d="M14 2a12 12 0 1 1-8.5 3.5" />
            <path d="M14 7.8a6.2 6.2 0 1 1-4.4 1.8" />
            <circle cx="14" cy="14" r="2.2" fill="currentColor" stroke="none" />
        </svg>
    );
}
