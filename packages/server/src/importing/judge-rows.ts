import type { Acceptance, Rejection } from '../activity/accept.ts';
import type { Fact } from '../activity/fact.ts';
import type { FrontDoor } from '../activity/front-door.ts';
import type { Tenant } from '../kernel/tenant.ts';
import { contextOf, type Mapping, type Skip } from './mapping.ts';
import type { Refusal, Row } from './row.ts';

/** What a row has come to, part by part. */
export interface JudgedRow {
  readonly line: number;
  readonly parts: readonly Part[];
}

export type Part =
  | { readonly fact: Fact }
  | { readonly skip: Skip }
  | { readonly refusal: Refusal; readonly id?: string | undefined };

type Mapped = { readonly event: unknown } | Exclude<Part, { fact: Fact }>;

/** An operator's file speaks as a server does, and of any time. */
const SPEAKER = { trust: 'server', anyAge: true } as const;

/** Sends each row through the mapping; without one, the row is the event. */
export function mapRow(row: Row, mapping: Mapping | undefined): readonly Mapped[] {
  if ('refusal' in row) return [row];
  if (!mapping) return [{ event: row.value }];
  try {
    const result = mapping(row.value, contextOf(row.line));
    const list: readonly unknown[] = Array.isArray(result) ? result : [result];
    return list.length > 0 ? list.map(asMapped) : [mappingFailed('The mapping gave nothing; it must give a skip.')];
  } catch (error) {
    return [mappingFailed(`The mapping failed: ${error instanceof Error ? error.message : error}`)];
  }
}

const mappingFailed = (detail: string) => ({ refusal: { reason: 'mapping-failed', pointer: '', detail } });

function asMapped(result: unknown): Mapped {
  if (typeof result !== 'object' || result === null) {
    return mappingFailed('The mapping gave neither an event nor a skip.');
  }
  return 'skip' in result ? { skip: result as Skip } : { event: result };
}

/** Lets the front door judge the events of mapped rows by the rules that live events are judged by. */
export async function judgeRows(
  door: Pick<FrontDoor, 'judge'>,
  tenant: Tenant,
  rows: readonly { readonly line: number; readonly mapped: readonly Mapped[] }[],
): Promise<JudgedRow[]> {
  const events = rows.flatMap(({ mapped }) => mapped.flatMap((part) => ('event' in part ? [part.event] : [])));
  const judged = (await door.judge(tenant, events, SPEAKER)).values();
  return rows.map(({ line, mapped }) => ({
    line,
    parts: mapped.map((part) => ('event' in part ? partOf(part.event, judged.next().value as Acceptance) : part)),
  }));
}

function partOf(event: unknown, acceptance: Acceptance): Part {
  if ('fact' in acceptance) return acceptance;
  const id = typeof event === 'object' && event !== null && 'id' in event ? event.id : undefined;
  return { refusal: refusalOf(acceptance.rejection), id: typeof id === 'string' ? id.slice(0, 128) : undefined };
}

function refusalOf({ code, detail, errors }: Rejection): Refusal {
  return { reason: errors[0]?.code ?? code, pointer: errors[0]?.pointer ?? '', detail };
}
