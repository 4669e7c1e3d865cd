import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

interface Documented {
  name: string;
  kind?: string;
  description?: string;
}

interface Element {
  tagName?: string;
  members: Documented[];
  attributes?: Documented[];
  events?: Documented[];
  slots?: Documented[];
  cssParts?: Documented[];
  cssProperties?: Documented[];
  cssStates?: Documented[];
}

const root = join(import.meta.dirname, '..');
let elements: Element[];

beforeAll(() => {
  const cem = join(root, 'node_modules/.bin/cem');
  execFileSync(cem, ['analyze', '--config', 'custom-elements-manifest.config.mjs'], { cwd: root, stdio: 'ignore' });
  const manifest = JSON.parse(readFileSync(join(root, 'custom-elements.json'), 'utf8'));
  elements = manifest.modules
    .flatMap(({ declarations }: { declarations: Element[] }) => declarations)
    .filter(({ tagName }: Element) => tagName);
});

/** What the templates and styles of all elements and parts say, by a pattern with one group. */
const said = (pattern: RegExp) => {
  const files = globSync('src/{elements,parts,styles}/**/*.ts', { cwd: root }).filter(
    (file) => !/\.(test|stories)\.ts$/.test(file),
  );
  const found = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(pattern)]);
  return new Set(found.flatMap(([, names = '']) => names.split(/[^\w-]+/)).filter(Boolean));
};

test('Every tag is described, and so is all that a page can set, hear, fill or style', () => {
  expect(elements.map(({ tagName }) => tagName)).toContain('engagement-leaderboard');
  for (const { tagName, ...element } of elements) {
    const {
      members,
      attributes = [],
      events = [],
      slots = [],
      cssParts = [],
      cssProperties = [],
      cssStates = [],
    } = element;
    const all = [...members, ...attributes, ...events, ...slots, ...cssParts, ...cssProperties, ...cssStates];
    expect(all.filter(({ description }) => !description).map(({ name }) => `${tagName} ${name}`)).toEqual([]);
  }
});

test('Every part in a template is documented', () => {
  const documented = new Set(elements.flatMap(({ cssParts = [] }) => cssParts.map(({ name }) => name)));
  expect([...said(/\bpart="([\w -]+)"/g)].filter((name) => !documented.has(name))).toEqual([]);
});

test('Every named slot in a template is documented', () => {
  const documented = new Set(elements.flatMap(({ slots = [] }) => slots.map(({ name }) => name)));
  expect([...said(/<slot name="([\w-]+)"/g)].filter((name) => !documented.has(name))).toEqual([]);
});

test('No slot has the name of a property, which tools would take for one thing', () => {
  for (const { members, slots = [] } of elements) {
    const properties = new Set(members.filter(({ kind }) => kind === 'field').map(({ name }) => name));
    // a heading or an error may be given as text or as content: the two are the same thing
    const same = ['heading', 'error'];
    expect(slots.filter(({ name }) => properties.has(name) && !same.includes(name))).toEqual([]);
  }
});
