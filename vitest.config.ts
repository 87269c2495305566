// Five kinds of tests: beside the code, of the synthesized template, of the running local cloud, in a real browser, and
// of both while something is broken on purpose.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './tests/one-temporary-folder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{domain,amplify,src,local,bench}/**/*.test.{ts,tsx}',
            'tests/rooms/**/*.test.ts',
            'tests/{facts,fixtures}/**/*.test.ts',
          ],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'template',
          include: ['tests/template/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
          // Each file starts services; two cores carry two files.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
