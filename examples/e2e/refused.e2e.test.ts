import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { installExamples } from '../../scripts/examples.ts';

const run = promisify(execFile);
const examples = join(import.meta.dirname, '..');

/** A page that the types of a framework let through but for its lines with `wrong`, and the tool that says so. */
const SAMPLES = {
  react: {
    file: 'page.tsx',
    tool: ['typescript/bin/tsc', '-p'],
    text: `export const page = [
  <engagement-leaderboard key="0" board="b" limit={5} layout="podium" pin-me heading-level={3} />,
  <engagement-leaderboard key="wrong 1" board={5} />,
  <engagement-leaderboard key="wrong 2" limit="five" />,
  <engagement-leaderboard key="wrong 3" layout="grid" />,
  <engagement-leaderboard key="wrong 4" bord="b" />,
  <engagement-leaderboard key="right 1" onengagement-load={(event) => event.detail.count + 1} />,
  <engagement-leaderboard key="wrong 5" onengagement-load={(event) => event.detail.rows} />,
  <engagement-provider key="right 2" publishable-key="pk_test_1" consent="pending" />,
  <engagement-provider key="wrong 6" consent="maybe" />,
];
`,
  },
  vue: {
    file: 'Page.vue',
    tool: ['vue-tsc/bin/vue-tsc.js', '-p'],
    text: `<script setup lang="ts"></script>
<template>
  <engagement-leaderboard board="b" :limit="5" layout="podium" pin-me :heading-level="3" />
  <engagement-leaderboard id="wrong-1" :board="5" />
  <engagement-leaderboard id="wrong-2" limit="five" />
  <engagement-leaderboard id="wrong-3" layout="grid" />
  <engagement-leaderboard id="wrong-4" bord="b" />
  <engagement-leaderboard @engagement-load="(event) => event.detail.count + 1" />
  <engagement-leaderboard id="wrong-5" @engagement-load="(event) => event.detail.rows" />
  <engagement-provider publishable-key="pk_test_1" consent="pending" />
  <engagement-provider id="wrong-6" consent="maybe" />
</template>
`,
  },
  svelte: {
    file: 'Page.svelte',
    tool: ['svelte-check/bin/svelte-check', '--output', 'machine', '--tsconfig'],
    text: `<script lang="ts"></script>
<engagement-leaderboard board="b" limit={5} layout="podium" pin-me heading-level={3}></engagement-leaderboard>
<engagement-leaderboard id="wrong-1" board={5}></engagement-leaderboard>
<engagement-leaderboard id="wrong-2" limit="five"></engagement-leaderboard>
<engagement-leaderboard id="wrong-3" layout="grid"></engagement-leaderboard>
<engagement-leaderboard id="wrong-4" bord="b"></engagement-leaderboard>
<engagement-leaderboard onengagement-load={(event) => event.detail.count + 1}></engagement-leaderboard>
<engagement-leaderboard id="wrong-5" onengagement-load={(event) => event.detail.rows}></engagement-leaderboard>
<engagement-provider publishable-key="pk_test_1" consent="pending"></engagement-provider>
<engagement-provider id="wrong-6" consent="maybe"></engagement-provider>
`,
  },
} as const;

beforeAll(() => installExamples());

/** The lines of a file that the tool complains about, each once. */
function linesIn(output: string, file: string): number[] {
  const found = [...output.matchAll(new RegExp(`${file.replace('.', '\\.')}(?:\\((\\d+),|" (\\d+):)`, 'g'))];
  return [...new Set(found.map(([, before, after]) => Number(before ?? after)))].toSorted((a, b) => a - b);
}

test.each(Object.entries(SAMPLES))(
  'the types for %s refuse attributes and events that are not there, and those alone',
  async (name, { file, tool, text }) => {
    const folder = join(examples, name, 'refused');
    await mkdir(folder, { recursive: true });
    try {
      await writeFile(join(folder, file), text);
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../tsconfig.json', include: ['.'] }));
      const [bin, ...options] = tool;
      const args = [join(examples, name, 'node_modules', bin), ...options, join(folder, 'tsconfig.json')];
      const refusal = await run(process.execPath, args, { cwd: join(examples, name) }).then(
        ({ stdout }) => stdout,
        ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
      );
      const wrong = text.split('\n').flatMap((line, at) => (line.includes('wrong') ? [at + 1] : []));
      expect(linesIn(refusal, file), refusal).toEqual(wrong);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
