import type { DefinitionChange, Definitions } from '@engagement/contract';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { expandPresets } from './presets.ts';

export type DefinitionKind = DefinitionChange['kind'];

/** One definition: what it is, its key, and its document. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly key: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** A definition with its place in the document, where what is wrong with it is pointed out. */
export interface WantedDefinition extends Definition {
  readonly pointer: string;
}

/** There is one retention, and it is about facts. */
const RETENTION_KEY = 'facts';

/** A document of definitions as a flat list, in its own order, its presets as what they stand for. */
export function flatten(document: Definitions): WantedDefinition[] {
  const list = (kind: DefinitionKind, place: Exclude<keyof Definitions, '$schema' | 'retention'>, name = 'key') =>
    document[place].map((own, index) => {
      const fields = own as Readonly<Record<string, unknown>>;
      return { kind, key: String(fields[name]), document: fields, pointer: `/${place}/${index}` };
    });
  const { metrics, boards } = expandPresets(document.presets);
  const { retention } = document;
  return [
    ...list('activity-type', 'activityTypes', 'type'),
    ...list('season', 'seasons'),
    ...list('metric', 'metrics'),
    ...metrics.map((metric) => ({ kind: 'metric' as const, ...metric })),
    ...list('board', 'boards'),
    ...boards.map((board) => ({ kind: 'board' as const, ...board })),
    ...list('cap', 'caps'),
    ...(retention
      ? [{ kind: 'retention' as const, key: RETENTION_KEY, document: retention, pointer: '/retention' }]
      : []),
  ];
}

const nameOf = ({ kind, key }: { kind: string; key: string }) => `${kind} ${key}`;

/** What applying `wanted` over `held` changes. What is missing is removed only with `prune`. */
export function diff(held: readonly Definition[], wanted: readonly Definition[], prune: boolean): DefinitionChange[] {
  const before = new Map(held.map((definition) => [nameOf(definition), definition]));
  const after = new Set(wanted.map(nameOf));
  const changes: DefinitionChange[] = [];
  for (const definition of wanted) {
    const { kind, key } = definition;
    const old = before.get(nameOf(definition));
    if (!old) {
      changes.push({ kind, key, change: 'added', fields: [] });
      continue;
    }
    const fields = changedFields(old.document, definition.document);
    if (fields.length > 0) changes.push({ kind, key, change: 'changed', fields });
  }
  if (!prune) return changes;
  const removed = held.filter((definition) => !after.has(nameOf(definition)));
  return [...changes, ...removed.map(({ kind, key }) => ({ kind, key, change: 'removed' as const, fields: [] }))];
}

function changedFields(old: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, unknown>>): string[] {
  const fields = new Set([...Object.keys(old), ...Object.keys(wanted)]);
  return [...fields]
    .filter((field) => canonicalJson(old[field] ?? null) !== canonicalJson(wanted[field] ?? null))
    .sort();
}
