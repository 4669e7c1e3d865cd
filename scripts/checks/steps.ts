import { complaintOfTests, reportFile } from './vitest-report.ts';

export interface Step {
  name: string;
  command: string;
  args: string[];
  /** Show the output as it comes, or when the step has ended; left out, only when it fails. */
  show?: 'live' | 'after';
  /** What is wrong although the command was content. */
  complaint?(output: string): string | undefined;
}

// kafkajs asks Node for timers in the past, which Node 24 reports on every request.
const quiet = '--disable-warning=TimeoutNegativeWarning';

export const vitest = [quiet, 'node_modules/vitest/vitest.mjs', 'run'];

const install: Step[] = [
  { name: 'engines are installed', command: 'node', args: [quiet, 'scripts/engines/main.ts', 'install'] },
  { name: 'types', command: 'tsc', args: ['--build'] },
  { name: 'examples are installed', command: 'node', args: ['scripts/examples.ts'] },
];

const packages: Step[] = [
  { name: 'published packages', command: 'node', args: ['scripts/checks/published.ts'] },
  { name: 'public surface of the widgets', command: 'node', args: ['scripts/api.ts'] },
  { name: 'script-tag files', command: 'node', args: ['scripts/cdn.ts'] },
  { name: 'sizes', command: 'node', args: ['scripts/size.ts'], show: 'after' },
];

const sources: Step[] = [
  { name: 'lint and format', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  {
    name: 'templates, and nothing too young for browsers',
    command: 'eslint',
    args: ['--max-warnings', '0', ...['contract', 'sdk', 'widgets'].map((name) => `packages/${name}/src`)],
  },
  {
    name: 'import rules',
    command: 'depcruise',
    args: ['--config', '.dependency-cruiser.cjs', 'packages', 'examples'],
    complaint: complaintOfCruise,
  },
  { name: 'dead code', command: 'knip', args: ['--no-progress'] },
  { name: 'file lengths', command: 'node', args: ['scripts/checks/file-length.ts'], show: 'after' },
];

const tests: Step[] = [
  {
    name: 'tests',
    command: 'node',
    args: [
      ...vitest,
      '--allowOnly=false',
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportFile}`,
    ],
    show: 'live',
    complaint: complaintOfTests,
  },
];

/** One stage after another. The rows of a stage go side by side, and the steps of a row one after another. */
export const stages: Step[][][] = [[install], [packages, sources], [tests]];

/** With a compiler it cannot use, dependency-cruiser finds nothing at all and is content. */
function complaintOfCruise(output: string): string | undefined {
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return modules > 0 ? undefined : 'it has found no module to check';
}
