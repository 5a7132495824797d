import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }),
});

// Pages load lazily, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

afterEach(cleanup);
