import { ConfigProvider } from 'antd';
import type { ReactNode } from 'react';
import { usePreferences } from './preferences';
import { themeFor } from './theme';

/** The component kit in the colours of the portal; loaded with the first dialog or drawer. */
export function Kit({ children }: { children: ReactNode }) {
  const { theme } = usePreferences();
  return (
    <ConfigProvider theme={themeFor(theme)} button={{ autoInsertSpace: false }}>
      {children}
    </ConfigProvider>
  );
}
