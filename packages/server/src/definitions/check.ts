import {
  ACTIVITY_TYPES,
  type ActivityTypeDefinition,
  Board,
  type Cap,
  type FieldError,
  type Metric,
  type Season,
} from '@engagement/contract';
import { type Complain, checkBoard } from './check-board.ts';
import type { Definition, DefinitionKind, WantedDefinition } from './diff.ts';
import { schemaFaults } from './own-schema.ts';

/** All definitions as they would be, looked up by kind and key. */
class Whole {
  readonly #byKind: ReadonlyMap<DefinitionKind, ReadonlyMap<string, unknown>>;

  constructor(definitions: readonly Definition[]) {
    const byKind = new Map<DefinitionKind, Map<string, unknown>>();
    for (const { kind, key, document } of definitions) {
      byKind.set(kind, (byKind.get(kind) ?? new Map()).set(key, document));
    }
    this.#byKind = byKind;
  }

  all<T>(kind: DefinitionKind): ReadonlyMap<string, T> {
    return (this.#byKind.get(kind) ?? new Map()) as ReadonlyMap<string, T>;
  }

  knowsType(type: string): boolean {
    return Object.hasOwn(ACTIVITY_TYPES, type) || this.all('activity-type').has(type);
  }

  reverses(type: string): readonly string[] {
    const own = this.all<ActivityTypeDefinition>('activity-type').get(type);
    return own?.reverses ?? ACTIVITY_TYPES[type]?.reverses ?? [];
  }
}

/** What is wrong with definitions that each have the right shape: names that lead nowhere, and rules that clash. */
export function check(wanted: readonly WantedDefinition[], merged: readonly Definition[]): FieldError[] {
  const errors: FieldError[] = [];
  const whole = new Whole(merged);
  const seen = new Set<string>();
  for (const definition of wanted) {
    const complain: Complain = (path, message) =>
      errors.push({ pointer: `${definition.pointer}${path}`, code: 'invalid-definition', message });
    const name = `${definition.kind} ${definition.key}`;
    if (seen.has(name)) complain('', `${definition.key} is defined twice`);
    seen.add(name);
    if (definition.kind === 'activity-type') checkType(definition.document as never, whole, complain);
    if (definition.kind === 'season') checkSeason(definition.document as never, complain);
    if (definition.kind === 'metric') checkMetric(definition.document as never, whole, complain);
    if (definition.kind === 'board') checkBoard(definition.document as never, whole.all('metric'), complain);
    if (definition.kind === 'cap') checkCap(definition.document as never, whole, complain);
  }
  for (const board of keptBoards(merged, wanted)) {
    const pointer = wanted.find(({ kind, key }) => kind === 'metric' && key === board.metric)?.pointer ?? '';
    checkBoard(board, whole.all('metric'), (_path, message) =>
      errors.push({
        pointer,
        code: 'invalid-definition',
        message: `The board ${board.key} would be wrong: ${message}`,
      }),
    );
  }
  return errors;
}

/** Boards that stay and are not in the document: what it does to their metrics must leave them right. */
function keptBoards(merged: readonly Definition[], wanted: readonly Definition[]): Board[] {
  const own = new Set(wanted);
  return merged
    .filter((definition) => definition.kind === 'board' && !own.has(definition))
    .map(({ document }) => Board.parse(document));
}

const CALENDAR_KEY = /^(day|week|month|season|all-time|\d{4}-\d{2}(-\d{2})?)$/;

/** A season's key is its period, so it must not read as another one. */
function checkSeason({ key }: Season, complain: Complain): void {
  if (CALENDAR_KEY.test(key)) complain('/key', `${key} would be taken for a window or a calendar period`);
}

function checkType(definition: ActivityTypeDefinition, whole: Whole, complain: Complain): void {
  const { type, schema } = definition;
  if (schema) for (const { pointer, message } of schemaFaults(schema)) complain(`/schema${pointer}`, message);
  else if (!Object.hasOwn(ACTIVITY_TYPES, type)) complain('/schema', `${type} is not built in, so it needs a schema`);
  for (const [index, type] of (definition.reverses ?? []).entries()) {
    if (!whole.knowsType(type)) complain(`/reverses/${index}`, `There is no activity type ${type}`);
  }
  if (reaches(definition.type, definition.type, whole, new Set())) {
    complain('/reverses', `${definition.type} would take back itself, through the types that it reverses`);
  }
}

function reaches(from: string, goal: string, whole: Whole, visited: Set<string>): boolean {
  if (visited.has(from)) return false;
  visited.add(from);
  return whole.reverses(from).some((type) => type === goal || reaches(type, goal, whole, visited));
}

function checkMetric(metric: Metric, whole: Whole, complain: Complain): void {
  for (const [index, { type }] of metric.sources.entries()) {
    if (!whole.knowsType(type)) complain(`/sources/${index}/type`, `There is no activity type ${type}`);
  }
}

function checkCap(cap: Cap, whole: Whole, complain: Complain): void {
  for (const [index, type] of cap.types.entries()) {
    if (!whole.knowsType(type)) complain(`/types/${index}`, `There is no activity type ${type}`);
    else if (whole.reverses(type).length > 0)
      complain(`/types/${index}`, `${type} takes back events: no cap counts it`);
  }
}
