// While nobody is with me: who waits for us.

import type { QueueRow } from '../../api/types';
import { useWords } from '../../i18n';

export function Waiting({ queues, now }: { queues: QueueRow[]; now: number }) {
    const { t, calendar, language } = useWords();
    return (
        <div className="sec">
            <h2>{t('desk.queues')}</h2>
            <ul className="queues-now">
                {queues.map((queue) => (
                    <li key={queue.id}>
                        <b className="cut">
                            <bdi>{queue.title[language] || queue.id}</bdi>
                        </b>
                        <span className="big">{calendar.number(queue.waiting)}</span>
                        <small>
                            {queue.longest_wait_since === null
                                ? t('desk.queue.ready', { count: queue.ready })
                                : t('desk.queue.longest', { length: calendar.length((now - Date.parse(queue.longest_wait_since)) / 1000) })}
                        </small>
                    </li>
                ))}
            </ul>
        </div>
    );
}
