import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { vi } from 'vitest';
import { AdminKeyProvider } from '../app/AdminKey';
import { i18n } from '../i18n';

export interface Call {
  path: string;
  query: URLSearchParams;
  init?: RequestInit;
}

interface Answer {
  status?: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** A hub that answers as told and remembers what it was asked. */
export function hub(answer: (call: Call) => Answer): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    const url = new URL(path, 'http://hub.test');
    const call = { path: url.pathname, query: url.searchParams, init };
    calls.push(call);
    const { status = 200, body, headers } = answer(call);
    return Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } }));
  });
  return calls;
}

/** Shows a page under its route, as the portal would. */
export function show(element: ReactNode, { path = '/', at = path }: { path?: string; at?: string } = {}) {
  const router = createMemoryRouter([{ path, element }, { path: '*', element: <p>elsewhere</p> }], { initialEntries: [at] });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>
        <AdminKeyProvider>
          <RouterProvider router={router} />
        </AdminKeyProvider>
      </QueryClientProvider>
    </I18nextProvider>,
  );
  return router;
}
