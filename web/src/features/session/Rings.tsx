/** The mark, drawn large: eight open circles around one point, each turned further than the one inside it. */
export function Rings() {
    const middle = 380;
    const radii = [30, 72, 116, 162, 210, 262, 316, 372];
    return (
        <svg className="rings" viewBox="0 0 760 760" fill="none" stroke="currentColor" strokeLinecap="round" aria-hidden="true">
            {radii.map((radius, turn) => {
                const side = radius * Math.SQRT1_2;
                return (
                    <path
                        key={radius}
                        d={`M${middle} ${middle - radius}a${radius} ${radius} 0 1 1 ${-side} ${radius - side}`}
                        transform={`rotate(${turn * 17} ${middle} ${middle})`}
                        strokeWidth={1.5 + turn * 0.9}
                        strokeOpacity={0.62 - turn * 0.065}
                    />
                );
            })}
            <circle cx={middle} cy={middle} r="9" fill="currentColor" fillOpacity=".7" stroke="none" />
        </svg>
    );
}
