import { readFileSync, writeFileSync } from 'node:fs';
import type { Outcome, RunOptions } from './run.ts';

const BEGIN = '<!-- chaos:begin -->';
const END = '<!-- chaos:end -->';

/** The table of a run, as Markdown. */
export function tableOf(
  { record, seconds, events, reads, answeredAtOnce }: Outcome,
  { seed }: Pick<RunOptions, 'seed'>,
): string {
  const rows = [...record.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const lines = rows.map(
    ({ id, title, size, injected, bitten, redeliveries, failures, worstRecovery }) =>
      `| ${id} | ${title} | ${size} | ${injected} | ${bitten} | ${redeliveries} | ${failures} | ${worstRecovery.toFixed(1)} |`,
  );
  return [
    `Seed \`${seed}\`, ${Math.round(seconds / 60)} minutes, ${record.checks} checks of every invariant, ${record.failures.length} failures. ` +
      `${events.acked.toLocaleString('en')} events acknowledged (${answeredAtOnce.toLocaleString('en')} with what they changed), ${events.refused.toLocaleString('en')} refused, ` +
      `${events.unknown.toLocaleString('en')} without an answer; ${reads.toLocaleString('en')} reads.`,
    '',
    '| fault | | each time | injected | hit | redeliveries seen | failures | worst recovery, s |',
    '|---|---|---|--:|--:|--:|--:|--:|',
    ...lines,
  ].join('\n');
}

/** Puts the table into a page, between its markers. */
export function writeTable(file: string, table: string): void {
  const page = readFileSync(file, 'utf8');
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the table: ${BEGIN} and ${END}.`);
  writeFileSync(file, `${page.slice(0, from + BEGIN.length)}\n${table}\n${page.slice(to)}`);
}
