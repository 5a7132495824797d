import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import typescript from 'typescript-eslint';

const nodeGlobals = { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly', setTimeout: 'readonly',
  clearTimeout: 'readonly', URLSearchParams: 'readonly', fetch: 'readonly', FormData: 'readonly', Blob: 'readonly' };

export default typescript.config(
  { ignores: ['target/**', 'node_modules/**'] },
  js.configs.recommended,
  {
    files: ['src/**/*.{ts,tsx}', 'vite.config.ts'],
    extends: [...typescript.configs.recommended, a11y.flatConfigs.strict],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      'no-console': 'error',
      // A region that scrolls must take the focus, or the keyboard cannot move it.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { roles: ['region', 'main'], tags: ['main'], allowExpressionValues: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/api/**', 'src/**/*.test.*', 'src/testing/**'],
    rules: { 'no-restricted-globals': ['error', { name: 'fetch', message: 'Components ask the hooks of src/api.' }] },
  },
  { files: ['scripts/**/*.mjs', 'browser/**/*.mjs', 'eslint.config.js'], languageOptions: { globals: { ...nodeGlobals, document: 'readonly', window: 'readonly', navigator: 'readonly', getComputedStyle: 'readonly', location: 'readonly' } } },
);
