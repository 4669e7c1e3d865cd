import type { TenantId } from '../kernel/tenant.ts';
import type { Executor } from '../platform/db/database.ts';
import type { Difference } from './difference.ts';
import type { Expectation } from './expectation.ts';
import { MEMBER, type MemberRow, type Place, pages, VALUE, type ValueRow } from './stored-rows.ts';

/** Lets the expectation begin with what dropped facts left, which nothing can compute again. */
export async function beginWithSealed(
  tx: Executor,
  tenantId: TenantId,
  expectation: Expectation,
): Promise<{ checked: number; differences: Difference[] }> {
  const differences: Difference[] = [];
  let checked = 0;
  const report = ({ metric, metric_id, subject, subject_ref }: Place) => {
    const at = `${metric ?? `metric ${metric_id}`} of ${subject ?? `subject ${subject_ref}`}`;
    differences.push({ kind: 'sealed', at, expected: 'a metric that is defined', found: null });
  };
  for await (const row of pages<ValueRow>(tx, tenantId, 'metric_sealed_values', VALUE)) {
    checked += 1;
    if (!expectation.begin(row)) report(row);
  }
  for await (const row of pages<MemberRow>(tx, tenantId, 'metric_sealed_members', MEMBER)) {
    checked += 1;
    if (!expectation.beginMember(row)) report(row);
  }
  return { checked, differences };
}
