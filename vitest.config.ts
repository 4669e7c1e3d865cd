import { fileURLToPath } from 'node:url';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArguments, findChromium } from './scripts/engines/chromium.ts';

const sources = ['packages', 'examples', 'scripts'].map((folder) => `${folder}/**`);
const elsewhere = ['**/node_modules/**', '**/dist/**', '.cache/**'];
const fromSource = ['source', 'module', 'browser', 'development|production'];
const nodeFromSource = ['source', 'module', 'node', 'development|production'];

const executablePath = findChromium();
const engines = './scripts/vitest/engines.setup.ts';
// A machine that others keep busy starves an engine for seconds, now and then. What fails twice has failed.
const retry = process.env.CI ? 1 : 0;
// kafkajs asks Node for timers in the past, which Node 24 reports on every request.
const execArgv = ['--disable-warning=TimeoutNegativeWarning'];

const inChromium = () =>
  playwright({ launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArguments } });

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions: nodeFromSource },
        ssr: { resolve: { conditions: nodeFromSource } },
        test: {
          name: 'node',
          environment: 'node',
          include: sources.map((folder) => `${folder}/*.test.ts`),
          exclude: [...elsewhere, '**/*.browser.test.ts', '**/*.e2e.test.ts'],
          globalSetup: engines,
          // Half of the cores, as vitest would have it, leaves a small machine with one file at a time.
          maxWorkers: '100%',
          // A worker that keeps its modules loads the server once, and not for every file.
          isolate: false,
          execArgv,
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { conditions: fromSource },
        optimizeDeps: { include: ['axe-core'] },
        test: {
          name: 'browser',
          include: ['packages/**/*.browser.test.ts'],
          exclude: elsewhere,
          retry,
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: inChromium(),
            instances: [{ browser: 'chromium', viewport: { width: 800, height: 600 } }],
          },
        },
      },
      {
        // each story has to render, to pass axe, and to do what its play function says
        plugins: [storybookTest({ configDir: fileURLToPath(new URL('.storybook', import.meta.url)) })],
        test: {
          name: 'storybook',
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: inChromium(),
            instances: [{ browser: 'chromium', viewport: { width: 1280, height: 800 } }],
          },
        },
      },
      {
        resolve: { conditions: nodeFromSource },
        ssr: { resolve: { conditions: nodeFromSource } },
        test: {
          name: 'e2e',
          environment: 'node',
          include: sources.map((folder) => `${folder}/*.e2e.test.ts`),
          exclude: elsewhere,
          globalSetup: engines,
          execArgv,
          retry,
          // Most of the time they wait: for processes, engines, a page.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 240_000,
          // Also for the turn of a file with the server's own topics.
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
