// The component library, set to our tokens and to the person's language. Pages that need it load it; the Board does not.

import { App as AntdApp, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import { useEffect, useState, type ReactNode } from 'react';
import { directionOf, useWords, type Language } from '../i18n';
import { antdTheme } from './theme';
import { useTheme } from './useTheme';

const locales: Record<Language, () => Promise<{ default: Locale }>> = {
    en: () => import('antd/es/locale/en_GB'),
    ar: () => import('antd/es/locale/ar_EG'),
    fa: () => import('antd/es/locale/fa_IR'),
    id: () => import('antd/es/locale/id_ID'),
    ms: () => import('antd/es/locale/ms_MY'),
};

export default function AntdRoot({ children }: { children: ReactNode }) {
    const { language } = useWords();
    const { theme } = useTheme();
    const [locale, setLocale] = useState<Locale>();
    useEffect(() => {
        let wanted = true;
        locales[language]().then((file) => wanted && setLocale(file.default));
        return () => {
            wanted = false;
        };
    }, [language]);
    // Not before its words are there: ConfigProvider would start its children anew when they come, and what was typed be lost.
    return (
        locale && (
            <ConfigProvider theme={antdTheme(theme, language)} direction={directionOf(language)} locale={locale}>
                <AntdApp component={false}>{children}</AntdApp>
            </ConfigProvider>
        )
    );
}
