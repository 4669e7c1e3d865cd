import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { chromiumArguments } from '../../scripts/engines/chromium.ts';
import { installExamples } from '../../scripts/examples.ts';
import { servePages } from './pages.ts';

// Everything here happens to the packed files in examples/node_modules, as with any project's dependencies.

const run = promisify(execFile);
const examples = join(import.meta.dirname, '..');
const tool = (name: string) => join(examples, 'node_modules/.bin', name);
let folder: string;
let pages: Awaited<ReturnType<typeof servePages>>;
let browser: Browser;

beforeAll(async () => {
  await installExamples();
  await mkdir(join(examples, 'node_modules/.tests'), { recursive: true });
  folder = await mkdtemp(join(examples, 'node_modules/.tests/'));
  pages = await servePages();
  browser = await chromium.launch({ executablePath: inject('chromiumPath'), args: chromiumArguments });
});

afterAll(async () => {
  await browser?.close();
  await pages?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Entries that do something when they are imported. */
const REGISTERING: Record<string, string[]> = {
  '@engagement/widgets/all': ['engagement-leaderboard', 'engagement-provider'],
  '@engagement/widgets/devtools': ['engagement-devtools'],
  '@engagement/widgets/leaderboard': ['engagement-leaderboard'],
  '@engagement/widgets/provider': ['engagement-provider'],
};

/** What zod, which the contract needs, keeps for all its copies. */
const ZOD = ['__zod_globalConfig', '__zod_globalRegistry'];

async function entriesOf(name: string): Promise<string[]> {
  const file = join(examples, 'node_modules', name, 'package.json');
  const { exports } = JSON.parse(await readFile(file, 'utf8')) as { exports: Record<string, unknown> };
  return Object.keys(exports)
    .filter((entry) => !/\.(json|css)$|\*/.test(entry))
    .map((entry) => join(name, entry));
}

test('Every entry can be imported in Node, and none but the registering ones does anything by it', async () => {
  const names = ['@engagement/contract', '@engagement/sdk', '@engagement/widgets'];
  const entries = (await Promise.all(names.map(entriesOf))).flat();
  expect(entries).toContain('@engagement/sdk/server');
  const program = `
    import { readFileSync } from 'node:fs';
    await import('lit'); // what it adds to globals is its own
    const before = Object.getOwnPropertyNames(globalThis);
    const found = {};
    const define = customElements.define;
    for (const entry of ${JSON.stringify(entries)}) {
      const tags = [];
      customElements.define = (tag, element) => { tags.push(tag); };
      await import(entry);
      if (tags.length) found[entry] = tags.sort();
    }
    const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));
    console.log(JSON.stringify({ found, added, handles: process.getActiveResourcesInfo().filter((one) => one !== 'PipeWrap') }));`;
  const file = join(folder, 'import-all.mjs');
  await writeFile(file, program);
  const { stdout, stderr } = await run(process.execPath, [file]);
  expect(stderr).toBe('');
  const { found, added, handles } = JSON.parse(stdout);
  // the first entry that brings a module registers it: all others find it registered
  expect(Object.keys(found).every((entry) => entry in REGISTERING)).toBe(true);
  expect(Object.values(found).flat().sort()).toEqual([...new Set(Object.values(REGISTERING).flat())].sort());
  expect({ added, handles }).toEqual({ added: ZOD, handles: [] });
});

test.each(['vite', 'webpack', 'esbuild'])(
  'A bare import of a tag survives a production build of %s',
  async (bundler) => {
    const entry = join(folder, 'entry.js');
    const outDir = join(folder, bundler);
    await writeFile(entry, "import '@engagement/widgets/leaderboard';\n");
    const build: Record<string, string[]> = {
      esbuild: [entry, '--bundle', '--minify', '--format=esm', `--outfile=${outDir}/out.js`, '--log-level=error'],
      webpack: ['--input-type=module', '--eval', webpackProgram(entry, outDir)],
      vite: ['--input-type=module', '--eval', viteProgram(entry, outDir)],
    };
    await run(bundler === 'esbuild' ? tool('esbuild') : process.execPath, build[bundler] ?? [], { cwd: examples });
    await writeFile(join(outDir, 'index.html'), '<!doctype html><script type="module" src="./out.js"></script>');
    pages.serve(bundler, outDir);
    const page = await browser.newPage();
    await page.goto(`${pages.origin}/${bundler}/`);
    await page.waitForFunction("customElements.get('engagement-leaderboard')", null, { timeout: 10_000 });
    expect(await page.evaluate("customElements.get('engagement-provider') === undefined")).toBe(true);
  },
);

const viteProgram = (entry: string, outDir: string) => `
  import { build } from 'vite';
  await build({
    configFile: false, logLevel: 'error',
    build: { outDir: ${JSON.stringify(outDir)}, rolldownOptions: { input: ${JSON.stringify(entry)}, output: { entryFileNames: 'out.js' } } },
  });`;

const webpackProgram = (entry: string, outDir: string) => `
  import webpack from 'webpack';
  webpack({
    mode: 'production', entry: ${JSON.stringify(entry)}, target: 'web',
    output: { path: ${JSON.stringify(outDir)}, filename: 'out.js' },
  }).run((error, stats) => {
    if (error || stats.hasErrors()) { console.error(error ?? stats.toString()); process.exitCode = 1; }
  });`;
