// npm test               everything that has to hold, in steps; begins no further step when one has failed
// npm test -- <filter>   vitest alone with these arguments: a part of a path, -t <name>, --project node …
import { run } from './bootstrap/child.mjs';
import { runStep, type StepOutcome } from './checks/run-step.ts';
import { type Step, stages, vitest } from './checks/steps.ts';
import { summaryLine } from './checks/vitest-report.ts';

const filter = process.argv.slice(2);
process.exitCode = filter.length > 0 ? await run('node', [...vitest, ...filter], { stdio: 'inherit' }) : await runAll();

async function runAll(): Promise<number> {
  const outcomes: StepOutcome[] = [];
  const failed = () => outcomes.find(({ code }) => code !== 0);
  const runRow = async (row: readonly Step[]): Promise<void> => {
    for (const step of row) if (!failed()) outcomes.push(await runStep(step));
  };
  for (const stage of stages) await Promise.all(stage.map(runRow));
  printTable(outcomes);
  const failure = failed();
  if (!failure) console.log(summaryLine());
  else console.error(`npm test: the step "${failure.name}" failed: ${failure.complaint}.`);
  return failure?.code ?? 0;
}

function printTable(outcomes: readonly StepOutcome[]): void {
  console.log('');
  for (const { name, code, seconds } of outcomes) {
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
  }
  for (const { name } of stages.flat(2)) {
    if (!outcomes.some((outcome) => outcome.name === name)) console.log(`not run          ${name}`);
  }
  console.log('');
}
