import { theme as antd, type ThemeConfig } from 'antd';
import type { Theme } from './preferences';

const FONT = '"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif';

const light = {
  colorPrimary: '#0B5CAD', colorInfo: '#0B5CAD', colorLink: '#0B5CAD', colorText: '#17202B', colorTextSecondary: '#4A5563',
  colorTextPlaceholder: '#5B6675', colorBgBase: '#FFFFFF', colorBgContainer: '#FFFFFF', colorBgElevated: '#FFFFFF', colorBgLayout: '#F5F7FA', colorBorder: '#C3CCD6', colorBorderSecondary: '#DDE3EA',
  colorSuccess: '#067647', colorWarning: '#B54708', colorError: '#B42318',
};

const dark = {
  colorPrimary: '#5B9DF0', colorInfo: '#5B9DF0', colorLink: '#7DB2F5', colorText: '#E6EBF1', colorTextSecondary: '#A6B0BD',
  colorTextPlaceholder: '#94A0AF', colorBgBase: '#0F141A', colorBgContainer: '#171E27', colorBgElevated: '#1D2530', colorBgLayout: '#0F141A', colorBorder: '#3B4857', colorBorderSecondary: '#2B3542',
  colorSuccess: '#4CC38A', colorWarning: '#F0A53A', colorError: '#F97066',
};

/** The colours of src/styles/tokens.css in the words of the component kit. */
export function themeFor(theme: Theme): ThemeConfig {
  const isDark = theme === 'dark';
  return {
    algorithm: isDark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: { ...(isDark ? dark : light), fontFamily: FONT, borderRadius: 4, wireframe: false },
    components: { Button: { primaryColor: isDark ? '#0B1B2E' : '#FFFFFF', primaryShadow: 'none', defaultShadow: 'none' } },
  };
}
