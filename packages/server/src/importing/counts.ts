/** What has become of the rows of a file. A row may give several events, so the rest need not add up to `rows`. */
export interface Counts {
  rows: number;
  recorded: number;
  /** Recorded before with the same content: they changed nothing. */
  duplicate: number;
  /** The id is taken by other content, which stands. */
  conflict: number;
  /** Accepted, but the database would not take them. */
  failed: number;
  /** Refused by the front door, or not readable. */
  rejected: number;
  /** Left out by the mapping, by reason. */
  skipped: Record<string, number>;
}

export function noCounts(): Counts {
  return { rows: 0, recorded: 0, duplicate: 0, conflict: 0, failed: 0, rejected: 0, skipped: {} };
}

export function addCounts(a: Counts, b: Counts): Counts {
  const skipped = { ...a.skipped };
  for (const [reason, count] of Object.entries(b.skipped)) skipped[reason] = (skipped[reason] ?? 0) + count;
  return {
    rows: a.rows + b.rows,
    recorded: a.recorded + b.recorded,
    duplicate: a.duplicate + b.duplicate,
    conflict: a.conflict + b.conflict,
    failed: a.failed + b.failed,
    rejected: a.rejected + b.rejected,
    skipped,
  };
}
