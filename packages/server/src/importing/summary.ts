import type { ImportResult } from './import-file.ts';

/** The closing table of an import, as text. */
export function summary(result: ImportResult): string {
  const { recorded, duplicate, conflict, failed, rejected, skipped, rows, seconds } = result;
  const skips = Object.entries(skipped).sort(([a], [b]) => (a < b ? -1 : 1));
  const table: readonly (readonly [string, number])[] = [
    ['rows', rows],
    ['recorded', recorded],
    ['duplicate', duplicate],
    ['conflict', conflict],
    ['failed', failed],
    ['rejected', rejected],
    ['skipped', skips.reduce((sum, [, count]) => sum + count, 0)],
    ...skips.map(([reason, count]) => [`  ${reason}`, count] as const),
  ];
  const wide = Math.max(...table.map(([name]) => name.length));
  const lines = table.map(([name, count]) => `${name.padEnd(wide)}  ${count.toLocaleString('en').padStart(11)}`);
  const where = result.rejectsFile ? [`Reasons, row by row: ${result.rejectsFile}`] : [];
  return [...lines, `Finished in ${seconds.toFixed(1)} s.`, ...where].join('\n');
}
