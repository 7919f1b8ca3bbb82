// The same values as tokens.css, for antd; both themes by value, since a derived dark theme would not be this one.

import type { ThemeConfig } from 'antd';
import type { Language } from '../i18n';

export type Theme = 'light' | 'dark';

const light = {
    canvas: '#f6f3ee', surface: '#fcfbf8', raised: '#ffffff', sunken: '#eeeae2', line: '#e4ded4', lineControl: '#8c8375', lineStrong: '#cec6b8',
    ink: '#231f1a', ink2: '#585047', ink3: '#70675b', accent: '#6b3a6e', accentStrong: '#552b58', accentSoft: '#f3eaf3', onAccent: '#ffffff',
    warn: '#964b00', warnSoft: '#fcefd8', warnLine: '#e3b565', crit: '#b0241c', critSoft: '#fbe8e5', critLine: '#e79f98', seg: '#ffffff',
    shadow: '0 8px 24px -6px rgb(45 35 20 / .16), 0 1px 3px rgb(45 35 20 / .08)',
};
const dark: typeof light = {
    canvas: '#161412', surface: '#1d1a18', raised: '#26231f', sunken: '#2d2a25', line: '#332f2a', lineControl: '#80776b', lineStrong: '#4b453d',
    ink: '#f0ece5', ink2: '#c0b8ac', ink3: '#a0978a', accent: '#d0a6d4', accentStrong: '#e2c3e5', accentSoft: '#35273a', onAccent: '#2a142e',
    warn: '#f1b65c', warnSoft: '#38290f', warnLine: '#7d5b1e', crit: '#ff958a', critSoft: '#40201d', critLine: '#8a433c', seg: '#4b453d',
    shadow: '0 10px 30px rgb(0 0 0 / .5)',
};

export function antdTheme(theme: Theme, language: Language): ThemeConfig {
    const c = theme === 'light' ? light : dark;
    return {
        token: {
            colorTextBase: c.ink, colorBgBase: c.surface, colorTextQuaternary: c.ink3, colorTextDisabled: c.ink3, colorBgContainerDisabled: c.sunken,
            colorIcon: c.ink2, colorIconHover: c.ink, colorFill: c.lineStrong, colorFillQuaternary: c.canvas,
            colorBgLayout: c.canvas, colorBgContainer: c.surface, colorBgElevated: c.raised, colorFillSecondary: c.sunken, colorFillTertiary: c.sunken,
            controlItemBgHover: c.sunken, colorSplit: c.line, colorBorderSecondary: c.line, colorBorder: c.lineControl, colorText: c.ink,
            colorTextSecondary: c.ink2, colorTextTertiary: c.ink3, colorTextDescription: c.ink3, colorTextPlaceholder: c.ink3, colorPrimary: c.accent,
            colorLink: c.accent, colorPrimaryHover: c.accentStrong, colorPrimaryActive: c.accentStrong, controlItemBgActive: c.accentSoft,
            colorTextLightSolid: c.onAccent, colorWarning: c.warn, colorWarningBg: c.warnSoft, colorWarningBorder: c.warnLine, colorError: c.crit,
            colorErrorBg: c.critSoft, colorErrorBorder: c.critLine, colorSuccess: c.ink, colorInfo: c.ink2, borderRadiusSM: 4, borderRadius: 8,
            borderRadiusLG: 12, controlHeight: 36, controlHeightSM: 28, controlHeightLG: 44, fontSize: 14, fontWeightStrong: 600,
            fontFamily: 'Vazirmatn, system-ui, sans-serif', lineHeight: language === 'ar' || language === 'fa' ? 1.65 : 1.45,
            boxShadow: c.shadow, boxShadowSecondary: c.shadow, motionDurationFast: '0.12s', motionDurationMid: '0.12s', motionDurationSlow: '0.12s',
        },
        components: {
            Button: { borderColorDisabled: c.line, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', colorBgContainer: c.raised, defaultBorderColor: c.lineStrong, fontWeight: 500 },
            Input: { colorBgContainer: c.raised },
            Select: { colorBgContainer: c.raised },
            Segmented: { trackBg: c.sunken, itemSelectedBg: c.seg },
        },
    };
}
