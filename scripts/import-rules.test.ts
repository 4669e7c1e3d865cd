// Breaks every import rule once, in a small copy of the tree, and asks dependency-cruiser whether it sees it.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repository } from './engines/cache.ts';

const packages = ['contract', 'sdk', 'server', 'widgets'];
const server = 'packages/server/src';
const widgets = 'packages/widgets/src';
const sdk = 'packages/sdk/src';

interface Breach {
  rule: string;
  from: string;
  /** A file, imported by its path, or the name of a package. */
  to: string;
}

const breaches: Breach[] = [
  { rule: 'no-circular', from: `${server}/kernel/one.ts`, to: `${server}/kernel/two.ts` },
  { rule: 'module-not-to-module', from: `${server}/modules/a/service.ts`, to: `${server}/modules/b/index.ts` },
  { rule: 'module-entry-only', from: `${server}/compose/a.ts`, to: `${server}/modules/a/service.ts` },
  { rule: 'only-compose-sees-modules', from: `${server}/commands/a.ts`, to: `${server}/modules/a/index.ts` },
  { rule: 'nobody-imports-compose', from: `${server}/activity/a.ts`, to: `${server}/compose/a.ts` },
  { rule: 'platform-is-below-domains', from: `${server}/platform/a.ts`, to: `${server}/activity/b.ts` },
  { rule: 'engines-are-below-modules', from: `${server}/metrics/a.ts`, to: `${server}/modules/b/index.ts` },
  { rule: 'kernel-is-bottom', from: `${server}/kernel/a.ts`, to: `${server}/activity/b.ts` },
  { rule: 'domain-is-pure', from: `${server}/modules/a/domain.ts`, to: `${server}/platform/b.ts` },
  { rule: 'only-repository-sees-schema', from: `${server}/modules/a/view.ts`, to: `${server}/modules/a/schema.ts` },
  { rule: 'routes-not-to-repository', from: `${server}/modules/a/routes.ts`, to: `${server}/modules/a/repository.ts` },
  { rule: 'proof-shares-no-code', from: `${server}/proof/a.ts`, to: `${server}/metrics/fold.ts` },
  { rule: 'element-not-to-element', from: `${widgets}/elements/a/a.ts`, to: `${widgets}/elements/b/b.ts` },
  { rule: 'parts-know-no-sdk', from: `${widgets}/parts/a.ts`, to: '@engagement/sdk' },
  { rule: 'internal-is-bottom', from: `${widgets}/internal/a.ts`, to: `${widgets}/connect/b.ts` },
  { rule: 'only-connect-touches-sdk', from: `${widgets}/elements/c/c.ts`, to: '@engagement/sdk' },
  { rule: 'resource-not-to-resource', from: `${sdk}/resources/a/a.ts`, to: `${sdk}/resources/b/b.ts` },
  { rule: 'sdk-parts-not-to-client', from: `${sdk}/transport/a.ts`, to: `${sdk}/client.ts` },
  { rule: 'sdk-entries-are-leaves', from: `${sdk}/store/b.ts`, to: `${sdk}/react/b.ts` },
  { rule: 'sdk-takes-types-of-contract', from: `${sdk}/transport/b.ts`, to: '@engagement/contract' },
  { rule: 'contract-is-bottom', from: 'packages/contract/src/a.ts', to: '@engagement/sdk' },
  { rule: 'sdk-only-contract', from: `${sdk}/store/a.ts`, to: '@engagement/widgets' },
  { rule: 'server-only-contract', from: `${server}/activity/c.ts`, to: '@engagement/sdk' },
  { rule: 'widgets-only-sdk', from: `${widgets}/connect/a.ts`, to: `${server}/kernel/c.ts` },
  { rule: 'source-not-to-testing', from: `${server}/activity/d.ts`, to: `${server}/testing/a.ts` },
];

/** Type-only imports across borders that are closed at run time only. */
const allowed: Omit<Breach, 'rule'>[] = [
  { from: `${server}/modules/a/domain/types.ts`, to: `${server}/platform/b.ts` },
  { from: `${widgets}/elements/c/types.ts`, to: '@engagement/sdk' },
  { from: `${sdk}/transport/types.ts`, to: '@engagement/contract' },
];

const tree = mkdtempSync(join(tmpdir(), 'import-rules-'));
let reported: string[];

beforeAll(async () => {
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.base.json'])
    cpSync(join(repository, name), join(tree, name));
  for (const name of packages) copyPackage(name);
  for (const { from, to } of breaches) writeImport('import', from, to);
  writeImport('import', `${server}/kernel/two.ts`, `${server}/kernel/one.ts`); // closes the circle
  for (const { from, to } of allowed) writeImport('import type {} from', from, to);
  reported = await cruise();
});

afterAll(() => rmSync(tree, { recursive: true }));

test('every rule is broken here', () => {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
  const rules = forbidden.map((rule: { name: string }) => rule.name);
  expect(new Set(breaches.map(({ rule }) => rule))).toEqual(new Set(rules));
});

test('every breach is reported', () => {
  expect(breaches.map(({ rule, from }) => `${rule} ${from}`).filter((breach) => !reported.includes(breach))).toEqual(
    [],
  );
});

test('types alone may cross where the rule says so', () => {
  expect(reported.filter((breach) => breach.endsWith('types.ts'))).toEqual([]);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text, { flag: 'a' });
}

/** A package's real exports, an index, and links to its neighbours as pnpm makes them. */
function copyPackage(name: string): void {
  const folder = join('packages', name);
  write(join(folder, 'src/index.ts'), 'export const index = 1;\n');
  cpSync(join(repository, folder, 'package.json'), join(tree, folder, 'package.json'));
  const links = join(tree, folder, 'node_modules/@engagement');
  mkdirSync(links, { recursive: true });
  for (const neighbour of packages) symlinkSync(join(tree, 'packages', neighbour), join(links, neighbour));
}

function writeImport(words: string, from: string, to: string): void {
  const isPackage = to.startsWith('@');
  const target = isPackage ? to : `${'../'.repeat(from.split('/').length - 1)}${to}`;
  write(from, `${words} '${target}';\n`);
  if (!isPackage) write(to, '');
}

async function cruise(): Promise<string[]> {
  const program = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'packages'];
  const run = promisify(execFile)(process.execPath, args, { cwd: tree, maxBuffer: 2 ** 26 });
  // Breaches make it end with an error code, and its report is what we are after.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const { violations } = JSON.parse(stdout).summary;
  return violations.map((found: { rule: { name: string }; from: string }) => `${found.rule.name} ${found.from}`);
}
