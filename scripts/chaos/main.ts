// npm run chaos -- [--seed text] [--minutes n] [--faults F-01,F-02] [--rate events-per-second] [--patience factor] [--write]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FAULTS } from './nemesis/all.ts';
import { tableOf, writeTable } from './report.ts';
import { runChaos } from './run.ts';
import { setPatience } from './until.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: `${Date.now()}` },
    minutes: { type: 'string', default: '5' },
    faults: { type: 'string' },
    rate: { type: 'string', default: '80' },
    patience: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});

const known = new Set(FAULTS.map(({ id }) => id));
const faults = values.faults?.split(',');
const unknown = faults?.filter((id) => !known.has(id)) ?? [];
if (unknown.length > 0) {
  console.error(`chaos: there is no ${unknown.join(', ')}; known are ${[...known].join(', ')}.`);
  process.exit(1);
}

const [minutes, rate, patience] = [values.minutes, values.rate, values.patience].map(Number) as [
  number,
  number,
  number,
];
for (const [name, given] of Object.entries({ minutes, rate, patience })) {
  if (given > 0 && Number.isFinite(given)) continue;
  console.error(`chaos: --${name} is a number above 0.`);
  process.exit(1);
}

setPatience(patience);
const { seed } = values;
console.log(`seed ${seed}`);
const began = performance.now();
const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
const outcome = await runChaos({
  signal: stop.signal,
  seed,
  minutes,
  faults,
  eventsPerSecond: rate,
  readsPerSecond: 10,
  // Twenty-five minutes come to more than fifty of each.
  killsPerTurn: 12,
  say: (line) => console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)}  ${line}`),
}).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
const table = tableOf(outcome, { seed });
console.log(`\n${table}\n`);
for (const failure of outcome.record.failures) console.error(failure);
if (values.write) writeTable(join(import.meta.dirname, '..', '..', 'docs', 'guarantees.md'), table);
process.exitCode = outcome.record.failures.length === 0 ? 0 : 1;
