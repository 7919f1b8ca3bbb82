// What a caller said after the tone, for whoever took it. Each time it is played the server notes who listened.

import type { Contact } from '../../api/types';
import { useWords } from '../../i18n';
import { Player } from '../../ui/Player';
import { Loading } from '../../ui/states';

export function Voicemail({ contact }: { contact: Contact | null }) {
    const { t } = useWords();
    const message = contact?.recordings.at(-1);
    return (
        <section className="voicemail" aria-label={t('desk.voicemail')}>
            <h2>{t('desk.voicemail')}</h2>
            {message ? <Player key={message.id} recording={message} own marks={[]} holds={[]} /> : <Loading />}
        </section>
    );
}
