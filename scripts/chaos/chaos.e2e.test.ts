import { expect, test } from 'vitest';
import { tableOf } from './report.ts';
import { runChaos } from './run.ts';
import { setPatience } from './until.ts';

const SEED = `${Date.now()}`;

/** Those that take seconds; `npm run chaos` has them all. */
const SHORT = ['F-01', 'F-02', 'F-06', 'F-12', 'F-19'];

test(`a minute of faults loses nothing, counts nothing twice and mixes nothing up (seed ${SEED})`, async () => {
  // Other tests may keep the machine busy.
  setPatience(3);
  const outcome = await runChaos({
    seed: SEED,
    minutes: 0.3,
    faults: SHORT,
    eventsPerSecond: 40,
    readsPerSecond: 6,
    killsPerTurn: 1,
    say: (line) => console.log(line),
  });
  console.log(tableOf(outcome, { seed: SEED }));
  expect(outcome.record.failures).toEqual([]);
  expect(outcome.events.acked).toBeGreaterThan(100);
  expect(outcome.answeredAtOnce).toBeGreaterThan(0);
  expect([...outcome.record.rows.keys()].sort()).toEqual(SHORT);
}, 600_000);
