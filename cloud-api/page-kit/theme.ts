import { type ThemeConfig, theme } from 'antd';

/** How the page looks: light, or dark. */
export type Appearance = 'light' | 'dark';

const SHARED: ThemeConfig['token'] = {
  colorPrimary: '#1d5fbf',
  colorInfo: '#1d5fbf',
  colorLink: '#1d5fbf',
  colorLinkHover: '#164a96',
  colorSuccess: '#1f7a4d',
  colorWarning: '#a85b00',
  colorError: '#bf2f2f',
  borderRadius: 6,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
};

/** Colours with a contrast of at least 4.5 on their ground. */
export const THEMES: Readonly<Record<Appearance, ThemeConfig>> = {
  light: {
    algorithm: theme.defaultAlgorithm,
    token: {
      ...SHARED,
      colorSuccessBg: '#edf8f1',
      colorSuccessBorder: '#9fd3b6',
      colorWarningBg: '#fff7e6',
      colorWarningBorder: '#e8c48a',
      colorTextSecondary: 'rgba(0, 0, 0, 0.68)',
      colorTextTertiary: 'rgba(0, 0, 0, 0.62)',
      colorTextDescription: 'rgba(0, 0, 0, 0.66)',
      colorTextPlaceholder: 'rgba(0, 0, 0, 0.58)',
    },
  },
  dark: {
    algorithm: theme.darkAlgorithm,
    token: {
      ...SHARED,
      colorPrimary: '#3571d0',
      colorInfo: '#3571d0',
      colorLink: '#7db0ff',
      colorLinkHover: '#a9cbff',
      colorSuccess: '#5cc48d',
      colorWarning: '#e8a33d',
      colorError: '#f07a7a',
      colorTextSecondary: 'rgba(255, 255, 255, 0.75)',
      colorTextTertiary: 'rgba(255, 255, 255, 0.68)',
      colorTextDescription: 'rgba(255, 255, 255, 0.72)',
      colorTextPlaceholder: 'rgba(255, 255, 255, 0.6)',
    },
  },
};

/** For readers whom movement makes ill: nothing slides, grows or fades. */
export const STILL: ThemeConfig['token'] = { motion: false };
