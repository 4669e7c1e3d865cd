// node scripts/api.ts          fails when something that pages use of the widgets is gone without a major changeset
// node scripts/api.ts record   notes what there is now; part of a release
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Named {
  name: string;
}

interface Element {
  tagName?: string;
  attributes?: Named[];
  members?: Named[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
  cssStates?: Named[];
}

export interface Manifest {
  modules: { declarations: Element[] }[];
}

/** Everything that a page can name, as `engagement-leaderboard event engagement-load`. */
export function surfaceOf({ modules }: Manifest): string[] {
  const elements = modules.flatMap(({ declarations }) => declarations.filter(({ tagName }) => tagName));
  return elements.flatMap((element) => {
    const kinds = {
      attribute: element.attributes,
      property: element.members,
      event: element.events,
      slot: element.slots,
      part: element.cssParts,
      'custom property': element.cssProperties,
      state: element.cssStates,
    };
    const names = Object.entries(kinds).flatMap(([kind, list = []]) =>
      list.map(({ name }) => `${kind} ${name}`.trim()),
    );
    return [element.tagName as string, ...names.sort().map((name) => `${element.tagName} ${name}`)];
  });
}

/** What was there and is not any more. */
export const removedFrom = (before: readonly string[], after: readonly string[]): string[] =>
  before.filter((name) => !after.includes(name));

/** Whether a changeset says that the widgets break what was there. */
export const announcesMajor = (changesets: readonly string[]): boolean =>
  changesets.some((text) => /^['"]?@engagement\/widgets['"]?: *major$/m.test(text));

function main(command: string | undefined): void {
  const root = join(import.meta.dirname, '..');
  const recordFile = join(root, 'packages/widgets/api.json');
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const now = surfaceOf(JSON.parse(read('packages/widgets/custom-elements.json')));
  if (command === 'record') {
    writeFileSync(recordFile, `${JSON.stringify(now, null, 2)}\n`);
    return;
  }
  const removed = removedFrom(JSON.parse(readFileSync(recordFile, 'utf8')), now);
  const changesets = globSync('.changeset/*.md', { cwd: root }).map(read);
  if (removed.length === 0 || announcesMajor(changesets)) return;
  console.error(`Gone, without a changeset that says major for @engagement/widgets:\n${removed.join('\n')}`);
  process.exitCode = 1;
}

if (import.meta.main) main(process.argv[2]);
