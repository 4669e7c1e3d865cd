import { complaintOfTests, reportFile } from './vitest-report.ts';

export interface Step {
  name: string;
  command: string;
  args: string[];
  /** Show the output as it comes, and not only when the step fails. */
  live?: boolean;
  /** What is wrong although the command was content. */
  complaint?(output: string): string | undefined;
}

// kafkajs asks Node for timers in the past, which Node 24 reports on every request.
const quiet = '--disable-warning=TimeoutNegativeWarning';

export const vitest = [quiet, 'node_modules/vitest/vitest.mjs', 'run'];

export const steps: Step[] = [
  { name: 'engines are installed', command: 'node', args: [quiet, 'scripts/engines/main.ts', 'install'] },
  { name: 'types', command: 'tsc', args: ['--build'] },
  { name: 'published packages', command: 'node', args: ['scripts/checks/published.ts'] },
  { name: 'public surface of the widgets', command: 'node', args: ['scripts/api.ts'] },
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
  { name: 'file lengths', command: 'node', args: ['scripts/checks/file-length.ts'], live: true },
  { name: 'script-tag files', command: 'node', args: ['scripts/cdn.ts'] },
  { name: 'sizes', command: 'node', args: ['scripts/size.ts'], live: true },
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
    live: true,
    complaint: complaintOfTests,
  },
];

/** With a compiler it cannot use, dependency-cruiser finds nothing at all and is content. */
function complaintOfCruise(output: string): string | undefined {
  const modules = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
  return modules > 0 ? undefined : 'it has found no module to check';
}
