import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test.each([
  ['--minutes', 'x'],
  ['--minutes', '0'],
  ['--rate', '-5'],
  ['--patience', 'Infinity'],
])(
  '%s %s is refused before anything is started',
  async (option, given) => {
    const { promise, resolve } = Promise.withResolvers<{ code: unknown; stderr: string }>();
    const main = join(import.meta.dirname, 'main.ts');
    execFile(process.execPath, ['--conditions=source', main, `${option}=${given}`], (error, _stdout, stderr) =>
      resolve({ code: error?.code, stderr }),
    );
    const { code, stderr } = await promise;
    expect(code).toBe(1);
    expect(stderr).toContain(`chaos: ${option} is a number above 0.\nusage: npm run chaos -- `);
  },
  60_000,
);
