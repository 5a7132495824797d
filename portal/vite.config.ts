import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const hub = process.env.JIAOHUI_HUB ?? 'http://127.0.0.1:8080';
const served = ['/api', '/actuator', '/catalog', '/sparql', '/swagger-ui', '/v3'];

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2020',
    outDir: 'target/classes/static',
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: { proxy: Object.fromEntries(served.map((path) => [path, hub])) },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 45_000,
  },
});
