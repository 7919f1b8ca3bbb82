// What is known of the contact, as the reader writes it: in a list of its own and inside the texts of steps.

import { Fragment, type ReactNode } from 'react';
import type { Known, Text } from '../../api/types';
import { useWords, type Calendar, type Language, type Translate } from '../../i18n';

/** A value in the reader's digits, calendar and words. */
export function writtenValue({ value, type, option }: Known, language: Language, calendar: Calendar, t: Translate): string {
    switch (type) {
        case 'number':
            return calendar.writeNumber(value);
        case 'date':
            return calendar.longDay(value);
        case 'duration':
            return calendar.writeLength(value);
        case 'yes_no':
            return t(value === 'yes' ? 'desk.answer.yes' : 'desk.answer.no');
        case 'choice':
            return option?.[language] || option?.en || value;
        case 'text':
            return value;
    }
}

/** The text of a step with what is known in place of `{field}`; what is not known yet is left open. */
export function Filled({ text, known }: { text: Text | undefined; known: readonly Known[] }): ReactNode {
    const { t, language, calendar } = useWords();
    const pieces = (text?.[language] || text?.en || '').split(/\{([a-z0-9._-]+)\}/);
    return pieces.map((piece, index) => {
        if (index % 2 === 0) return <Fragment key={index}>{piece}</Fragment>;
        const one = known.find(({ field }) => field === piece);
        return one ? (
            <bdi key={index} className="filled">
                {writtenValue(one, language, calendar, t)}
            </bdi>
        ) : (
            <span key={index} className="unfilled">
                …<span className="sr">{t('desk.known.open')}</span>
            </span>
        );
    });
}
