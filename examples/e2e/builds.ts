import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKED } from '../../scripts/examples.ts';
import { fingerprint, root, unlessDone } from '../../scripts/fingerprint.ts';

const run = promisify(execFile);
const examples = join(root, 'examples');

/** What stands in built pages for the address of a server and its key, which are others each time. */
export const STAND_IN = { url: 'http://engagement.stand-in', key: 'pk_test_standIn' };

/** Changes with everything that a build is made of. */
const sourcesOf = (name: string) =>
  fingerprint([
    PACKED,
    'examples/pnpm-lock.yaml',
    'examples/e2e/builds.ts',
    `examples/${name}/{*.html,*.css,*.config.ts,package.json,tsconfig.json,main.ts,env.d.ts}`,
    `examples/${name}/{src,app}/**/*`,
  ]);

/** An example as its author publishes it: types checked, bundled for production. Answers its folder. */
export async function bundle(name: string): Promise<string> {
  const outDir = join(root, '.cache/examples', name);
  const args = ['run', 'build', '--base', `/${name}/`, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  const { url, key } = STAND_IN;
  const env = { ...process.env, NODE_ENV: 'production', VITE_ENGAGEMENT_KEY: key, VITE_ENGAGEMENT_URL: url };
  await unlessDone(join(outDir, '.stamp'), sourcesOf(name), () =>
    run(join(root, 'node_modules/.bin/pnpm'), args, { cwd: join(examples, name), env }),
  );
  return outDir;
}

/** Which server it asks, Next reads when it runs. */
export async function buildNext(): Promise<void> {
  const cwd = join(examples, 'next');
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
  await unlessDone(join(cwd, '.next/.stamp'), sourcesOf('next'), () =>
    run(process.execPath, [join(cwd, 'node_modules/next/dist/bin/next'), 'build'], { cwd, env }),
  );
}
