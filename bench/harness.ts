/** One measured run: how many units in how many seconds. */
export interface Measured {
  readonly units: number;
  readonly seconds: number;
}

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly ours: (round: number) => Promise<Measured>;
  readonly reference: (round: number) => Promise<Measured>;
  /** Facts that the table prints below its rows, asked when all rounds are over. */
  readonly notes: () => readonly string[];
}

const ROUNDS = 7;

const rateOf = ({ units, seconds }: Measured) => units / seconds;

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * Runs both sides in turn, each first in every other round, so that a machine that slows down or warms up favours neither.
 * One round goes uncounted. Prints a table, and as its last line the medians as JSON.
 */
export async function compare({ name, unit, ours, reference, notes }: Comparison): Promise<void> {
  const rounds: { ours: number; reference: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const sides = round % 2 === 0 ? (['ours', 'reference'] as const) : (['reference', 'ours'] as const);
    const rates = { ours: 0, reference: 0 };
    for (const side of sides) rates[side] = rateOf(await { ours, reference }[side](round));
    if (round > 0) rounds.push(rates);
  }
  print(name, unit, rounds, notes());
}

function print(
  name: string,
  unit: string,
  rounds: readonly { ours: number; reference: number }[],
  notes: readonly string[],
): void {
  const cell = (value: number | string) =>
    `${typeof value === 'number' ? Math.round(value).toLocaleString('en') : value}`.padStart(14);
  console.log(`\n${name}, ${unit}\n`);
  console.log(`${'round'.padEnd(8)}${cell('ours')}${cell('reference')}${cell('ratio')}`);
  for (const [index, round] of rounds.entries()) {
    console.log(
      `${`${index + 1}`.padEnd(8)}${cell(round.ours)}${cell(round.reference)}${cell((round.ours / round.reference).toFixed(3))}`,
    );
  }
  const result = {
    name,
    ratio: Number(median(rounds.map(({ ours, reference }) => ours / reference)).toFixed(3)),
    ours: Math.round(median(rounds.map(({ ours }) => ours))),
    reference: Math.round(median(rounds.map(({ reference }) => reference))),
    unit,
    rounds: rounds.length,
  };
  console.log(`${'median'.padEnd(8)}${cell(result.ours)}${cell(result.reference)}${cell(result.ratio.toFixed(3))}\n`);
  for (const note of notes) console.log(note);
  console.log(JSON.stringify(result));
}

/** Seconds that some work takes. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
