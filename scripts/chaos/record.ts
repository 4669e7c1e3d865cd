import type { Evidence, Fault } from './nemesis/fault.ts';

/** What is known of one fault at the end of a run. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly size: string;
  injected: number;
  bitten: number;
  redeliveries: number;
  failures: number;
  worstRecovery: number;
}

/** What happened in a run, fault by fault. */
export class Record {
  readonly rows = new Map<string, Row>();
  readonly failures: string[] = [];
  checks = 0;
  /** Those since the last check: what is found then is theirs. */
  #suspects = new Set<Row>();

  rowOf({ id, title, size }: Fault): Row {
    const row = this.rows.get(id) ?? {
      id,
      title,
      size,
      injected: 0,
      bitten: 0,
      redeliveries: 0,
      failures: 0,
      worstRecovery: 0,
    };
    this.rows.set(id, row);
    return row;
  }

  injected(fault: Fault, { injected, bitten, redeliveries = 0, broken = [] }: Evidence, recovery: number): void {
    const row = this.rowOf(fault);
    row.injected += injected;
    row.bitten += bitten;
    row.redeliveries += redeliveries;
    row.worstRecovery = Math.max(row.worstRecovery, recovery);
    this.#suspects.add(row);
    for (const what of broken) this.#fail(row, what);
  }

  /** It could not be done, or was not recovered from. */
  failed(fault: Fault, error: unknown): void {
    this.#fail(this.rowOf(fault), error instanceof Error ? error.message : `${error}`);
  }

  #fail(row: Row, what: string): void {
    row.failures += 1;
    this.failures.push(`${row.id}: ${what}`);
  }

  checked(id: string, wrong: readonly string[]): void {
    if (wrong.length === 0) return;
    const names = [...this.#suspects].map((row) => row.id).join(', ');
    for (const row of this.#suspects) row.failures += 1;
    for (const what of wrong.slice(0, 5)) this.failures.push(`${id} after ${names || 'no fault'}: ${what}`);
    if (wrong.length > 5) this.failures.push(`${id}: and ${wrong.length - 5} more`);
  }

  endChapter(): void {
    this.checks += 1;
    this.#suspects = new Set();
  }

  /** A fault that never hit anything has shown nothing. */
  endRun(): void {
    for (const row of this.rows.values()) {
      if (row.injected > 0 && row.bitten === 0) this.#fail(row, 'it never hit anything, and does not count');
    }
  }
}
