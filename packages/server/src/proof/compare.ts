import { instantText, microsOf } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';
import type { Difference } from './difference.ts';
import { type ExpectedRow, foldedValue } from './expectation.ts';
import type { Spans } from './spans.ts';
import { MEMBER, type MemberRow, nameOf, type Place, pages, VALUE, type ValueRow } from './stored-rows.ts';

/** Says where the stored numbers are not the expected ones. */
export class Comparison {
  checked = 0;
  readonly differences: Difference[] = [];
  readonly #expected: ReadonlyMap<string, ExpectedRow>;
  readonly #spans: Spans;

  constructor(expected: ReadonlyMap<string, ExpectedRow>, spans: Spans) {
    this.#expected = expected;
    this.#spans = spans;
  }

  async values(tx: Executor, tenantId: TenantId): Promise<void> {
    const seen = new Set<string>();
    for await (const row of pages<ValueRow>(tx, tenantId, 'metric_values', VALUE)) {
      this.checked += 1;
      const name = nameOf(row);
      const expected = this.#expected.get(name);
      if (expected) {
        seen.add(name);
        this.#value(expected, row);
      } else if (row.count !== '0' || row.value !== '0') {
        this.#differ('extra', this.#describe(row), null, `${row.value} from ${row.count} facts`);
      }
    }
    for (const [name, row] of this.#expected) {
      if (!seen.has(name))
        this.#differ('missing', this.#place(row), `${foldedValue(row)} from ${row.count} facts`, null);
    }
  }

  #value(expected: ExpectedRow, found: ValueRow): void {
    const at = this.#describe(found);
    const value = foldedValue(expected);
    if (BigInt(found.value) !== value) this.#differ('value', at, `${value}`, found.value);
    if (BigInt(found.count) !== expected.count) this.#differ('count', at, `${expected.count}`, found.count);
    const reached = microsOf(found.reached_at);
    if (reached !== expected.reached) {
      this.#differ('reached-at', at, instantText(expected.reached), instantText(reached));
    }
  }

  /** Members whose count is 0 stand for nothing, and may be there or not. */
  async members(tx: Executor, tenantId: TenantId): Promise<void> {
    const seen = new Set<string>();
    for await (const row of pages<MemberRow>(tx, tenantId, 'metric_members', MEMBER)) {
      this.checked += 1;
      const name = nameOf(row);
      seen.add(`${name}\n${row.member}`);
      const expected = this.#expected.get(name)?.members.get(row.member) ?? 0n;
      if (expected !== BigInt(row.count)) {
        this.#differ('member', `${row.member} in ${this.#describe(row)}`, `${expected}`, row.count);
      }
    }
    for (const [name, row] of this.#expected) {
      for (const [member, count] of row.members) {
        if (!seen.has(`${name}\n${member}`) && keepsMembers(row)) {
          this.#differ('member', `${member} in ${this.#place(row)}`, `${count}`, null);
        }
      }
    }
  }

  #differ(kind: Difference['kind'], at: string, expected: string | null, found: string | null): void {
    this.differences.push({ kind, at, expected, found });
  }

  #place({ metric, subject, period, segment }: ExpectedRow): string {
    return describe(metric.key, subject, this.#period(period), segment);
  }

  #describe(row: Place): string {
    const metric = row.metric ?? `metric ${row.metric_id}`;
    return describe(metric, row.subject ?? `subject ${row.subject_ref}`, this.#period(row.period_id), row.segment);
  }

  #period(id: number): string {
    const span = this.#spans.byId.get(id);
    if (!span) return `period ${id}`;
    return span.window === 'all-time' ? 'all-time' : `${span.window} ${span.key}`;
  }
}

const keepsMembers = ({ metric }: ExpectedRow) => ['max', 'min', 'unique'].includes(metric.fold);

function describe(metric: string, subject: string, period: string, segment: string): string {
  return `${metric} of ${subject}, ${period}${segment === '' ? '' : `, ${segment}`}`;
}
