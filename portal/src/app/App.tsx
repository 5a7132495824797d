import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { Problem } from '../api/client';
import { i18n } from '../i18n';
import { AdminKeyProvider } from './AdminKey';
import './preferences';
import { routes } from './routes';

/** A refusal stays a refusal; only a failing service is asked again. */
const worthRetrying = (failures: number, error: Error) => failures < 1 && !(error instanceof Problem && error.status >= 400 && error.status < 500);

export function App() {
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: worthRetrying, retryDelay: 500, staleTime: 5_000, refetchOnWindowFocus: false } } }));
  const [router] = useState(() => createBrowserRouter(routes));
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <AdminKeyProvider>
          <RouterProvider router={router} />
        </AdminKeyProvider>
      </QueryClientProvider>
    </I18nextProvider>
  );
}
