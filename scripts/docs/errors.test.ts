import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_TEXTS, ERRORS_PAGE, type ProblemCode } from '@engagement/contract';
import { expect, test } from 'vitest';
import { createClient } from '../../packages/sdk/src/client.ts';
import {
  docsOf,
  EngagementError,
  type ErrorCode,
  type NoticeCode,
} from '../../packages/sdk/src/errors/engagement-error.ts';
import { errorsPage } from './errors-page.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/errors.md'), 'utf8');
const sections = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, code]) => code));

const sources = globSync('packages/{sdk,widgets}/src/**/*.ts', { cwd: root })
  .filter((file) => !/\.(test|stories)\.ts$|\/(testing|fake)\//.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

const { problems, client, notices } = ERROR_TEXTS;
// every code that the SDK knows has its text: without one of them this does not compile
client satisfies Record<Exclude<ErrorCode, ProblemCode>, object>;
notices satisfies Record<NoticeCode, object>;

/** Every code that is named where something is said or thrown. */
const named = sources.flatMap(({ file, text }) =>
  [
    /new EngagementError\(\s*'([a-z-]+)'/g,
    /phrase\(\s*'([a-z-]+)'/g,
    /urn:engagement:error:([a-z-]+)/g,
    /warn(?:Once|Later)\([^;]*?'([a-z-]+)',?\s*\)/g,
    /docsOf\('([a-z-]+)'\)/g,
    /docs\/errors#([a-z-]+)/g,
  ].flatMap((pattern) => [...text.matchAll(pattern)].map(([, code]) => ({ file, code }))),
);

test('docs/errors.md is what `pnpm docs:errors` writes', () => {
  expect(page).toBe(errorsPage());
});

test('Every code that is thrown or said has its section, and what every section says is whole', () => {
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter(({ code }) => !sections.has(code))).toEqual([]);
  for (const text of Object.values(ERROR_TEXTS).flatMap((texts) => Object.values(texts)))
    for (const part of [text.why, text.fix]) expect(part).toMatch(/^[A-Z\d`].*\.$/s);
});

test('Every error says what happened, ends with its code and its section, and names that section', () => {
  for (const code of [...Object.keys(problems), ...Object.keys(client)] as ErrorCode[]) {
    const error = new EngagementError(code, 'It is so.');
    // Another test may have made a client of a server before.
    expect(error.docsUrl).toMatch(new RegExp(`docs/errors(\\.md)?#${code}$`));
    expect(error.message).toBe(`[engagement] It is so. (${code}) ${error.docsUrl}`);
  }
});

test('From the first client on, errors lead to the page that its server shows', () => {
  const made = createClient({ key: 'pk_test_docs', host: 'https://shop.example/', realtime: 'off' });
  expect(docsOf('timeout')).toBe(`https://shop.example${ERRORS_PAGE}#timeout`);
  expect(new EngagementError('timeout', 'Late.').docsUrl).toBe(docsOf('timeout'));
  return made.destroy();
});

test('Nothing is said in the console in another form', () => {
  const said = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/console\.(?:warn|error)\((.*?)(?:\);|\),?$)/gms)].map(([, words]) => ({ file, words })),
  );
  expect(said.length).toBeGreaterThan(5);
  const inForm = /phrase\(|\.message|docsOf\(|docs\/errors#/;
  expect(said.filter(({ words }) => !inForm.test(words ?? ''))).toEqual([]);
});

test('What the SDK throws by itself is whole sentences, of what happened and of what to do', () => {
  const words = sources
    .filter(({ file }) => file.startsWith('packages/sdk/'))
    .flatMap(({ text }) => [...text.matchAll(/new EngagementError\(\s*'[a-z-]+',\s*(?:'([^']+)'|`([^`]+)`)/g)])
    .map(([, plain, template]) => plain ?? template);
  expect(words.length).toBeGreaterThan(8);
  for (const sentence of words) expect(sentence).toMatch(/^[A-Z`$].*(\.|\$\{why\})$/);
});
