import type { ProfileInput } from '@engagement/contract';

/** What is to change of one profile: a field that is left out stays, null clears. */
export interface ProfileChange {
  readonly id: string;
  readonly fields: ProfileInput;
}

/** One change per id: of two that name the same field, the later one counts. */
export function mergeChanges(changes: readonly ProfileChange[]): ProfileChange[] {
  const merged = new Map<string, ProfileChange>();
  for (const { id, fields } of changes) merged.set(id, { id, fields: { ...merged.get(id)?.fields, ...fields } });
  return [...merged.values()];
}
