import { type SQL, sql } from 'drizzle-orm';
import { instantText, type Micros } from '../kernel/instant.ts';
import type { TenantId } from '../kernel/tenant.ts';
import { type Executor, json, rows } from '../platform/db/database.ts';
import type { FactIdentity } from './fact.ts';
import { isHeld } from './quarantine/hold.ts';
import { type FactRow, factColumns, type HeldFact, heldFact } from './record.ts';

/** A fact's place in the order of time; equal times are told apart by identity. */
export interface FactPlace extends FactIdentity {
  readonly time: Micros;
}

/** Facts of a type that name somebody in a field. */
export interface Naming {
  readonly type: string;
  /** `subject`, `data.creatorId`, `data.properties.team` */
  readonly field: string;
  /** Only those whose value is one of these. */
  readonly having?: { readonly field: string; readonly values: ValueSet };
}

/** From the first instant to the first after the last. */
export interface TimeSpan {
  readonly from: Micros | null;
  readonly until: Micros | null;
}

/** Texts and numbers; numbers are compared after rounding to `scale` decimal places, halves away from zero. */
export interface ValueSet {
  readonly texts: readonly string[];
  /** As integers at `scale`, or, without one, as decimals. */
  readonly numbers: readonly string[];
  readonly scale?: number;
}

export interface FactsBehind {
  readonly naming: readonly Naming[];
  readonly key: string;
  readonly spans: readonly TimeSpan[];
  /** Nothing is later. */
  readonly latest: Micros;
  readonly order: 'newest' | 'oldest';
  /** Starts after this one, in the order. */
  readonly after: FactPlace | null;
  readonly limit: number;
}

/** Facts that name somebody and are not held, in the order of time. */
export async function readFactsBehind(executor: Executor, tenantId: TenantId, query: FactsBehind): Promise<HeldFact[]> {
  if (query.order === 'oldest') return readOnce(executor, tenantId, query);
  // Of who is named every minute a page is found in the last day, and all their facts need not be sorted for it.
  const top = query.after?.time ?? query.latest;
  for (const days of REACH_DAYS) {
    const from = top - days * DAY;
    const found = await readOnce(executor, tenantId, { ...query, spans: query.spans.map((span) => since(span, from)) });
    if (found.length === query.limit) return found;
  }
  return readOnce(executor, tenantId, query);
}

const DAY: Micros = 86_400_000_000;
/** How far back is looked at first, and then; at last all the way. */
const REACH_DAYS = [1, 32];

const since = ({ from, until }: TimeSpan, at: Micros): TimeSpan => ({ from: Math.max(from ?? at, at), until });

async function readOnce(executor: Executor, tenantId: TenantId, query: FactsBehind): Promise<HeldFact[]> {
  const parts = query.naming.map((naming) => sql`(${oneType(tenantId, naming, query)})`);
  const found = await rows<FactRow>(
    executor,
    // A fact may be found by two of its fields.
    sql`select * from (${sql.join(parts, sql` union `)}) as fact ${ordered(query.order)} limit ${query.limit}`,
  );
  return found.map(heldFact);
}

function oneType(tenantId: TenantId, { type, field, having }: Naming, query: FactsBehind): SQL {
  const { key, spans, order, after, limit } = query;
  const conditions = [sql`fact.tenant_id = ${tenantId}`, sql`fact.type = ${type}`, sql`${textOf(field)} = ${key}`];
  conditions.push(sql`(${sql.join(spans.map(isWithin), sql` or `)})`);
  if (after) {
    const beyond = order === 'newest' ? sql`<` : sql`>`;
    // The time alone first, so that the index can start there.
    conditions.push(sql`fact.time ${beyond}= ${instant(after.time)}`);
    conditions.push(sql`(fact.time, fact.trust, fact.source, fact.id)
      ${beyond} (${instant(after.time)}, ${after.trust}, ${after.source}, ${after.id})`);
  }
  conditions.push(sql`not ${isHeld}`);
  if (having) conditions.push(isAmong(having.field, having.values));
  return sql`select ${factColumns} from activity_facts as fact
    where ${sql.join(conditions, sql` and `)} ${ordered(order)} limit ${limit}`;
}

function isWithin({ from, until }: TimeSpan): SQL {
  const begun = from === null ? sql`true` : sql`fact.time >= ${instant(from)}`;
  return until === null ? begun : sql`(${begun} and fact.time < ${instant(until)})`;
}

const instant = (micros: Micros) => sql`${instantText(micros)}::text::timestamptz`;

const ordered = (order: FactsBehind['order']) =>
  order === 'newest'
    ? sql`order by fact.time desc, fact.trust desc, fact.source desc, fact.id desc`
    : sql`order by fact.time, fact.trust, fact.source, fact.id`;

/** Definitions admit nothing else, and what is written into a statement is looked at once more. */
const STEPS = /^[A-Za-z0-9_-]+$/;

function stepsOf(field: string): readonly string[] {
  const [, ...steps] = field.split('.');
  if (steps.length === 0 || !steps.every((step) => STEPS.test(step))) throw new Error(`no field of an event: ${field}`);
  return steps;
}

/** As a constant and not as a parameter, so that the expression is the one of the index. */
function textOf(field: string): SQL {
  if (field === 'subject') return sql`fact.subject`;
  const steps = stepsOf(field);
  const path = steps.map((step, at) => `${at === steps.length - 1 ? '->>' : '->'} '${step}'`).join(' ');
  return sql.raw(`(fact.data ${path}) collate "C"`);
}

function isAmong(field: string, { texts, numbers, scale }: ValueSet): SQL {
  const value =
    field === 'subject' ? sql`to_jsonb(fact.subject)` : sql.raw(`(fact.data #> '{${stepsOf(field).join(',')}}')`);
  const number = sql`(${value} #>> '{}')::numeric`;
  const rounded = scale === undefined ? number : sql`round(${number} * ${sql.raw(`${10 ** scale}`)})`;
  return sql`case jsonb_typeof(${value})
    when 'string' then ${value} #>> '{}' in (select jsonb_array_elements_text(${json(texts)}))
    when 'number' then ${rounded} in (select value::numeric from jsonb_array_elements_text(${json(numbers)}))
    else false end`;
}
