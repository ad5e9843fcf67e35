import { defineConfig } from 'vitest/config';

/** Unit and contract tests run in Node; what needs a browser is Playwright's (`playwright.config.ts`). */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    // Left to itself it leaves one core to others, and most tests wait.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    passWithNoTests: false,
  },
});
