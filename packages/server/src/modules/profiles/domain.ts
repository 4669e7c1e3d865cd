import type { ProfileInput, ProfileKind } from '@engagement/contract';

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

/** A creator is a user who sells: one person with two profiles. */
const OTHER_ROLE: Partial<Record<ProfileKind, ProfileKind>> = { user: 'creator', creator: 'user' };

/** Changes by the kind of profile that they concern: a person is suspended, or leaves boards, in both roles alike. */
export function inBothRoles(
  kind: ProfileKind,
  changes: readonly ProfileChange[],
): (readonly [ProfileKind, readonly ProfileChange[]])[] {
  const other = OTHER_ROLE[kind];
  const personal = changes
    .filter(({ fields: { suspended, listed } }) => suspended !== undefined || listed !== undefined)
    .map(({ id, fields: { suspended, listed } }) => ({ id, fields: { suspended, listed } }));
  return other && personal.length > 0
    ? [
        [kind, changes],
        [other, personal],
      ]
    : [[kind, changes]];
}

/** Whether a change may decide who is ranked. */
export const concernsRanks = ({ groups, suspended, listed }: ProfileInput): boolean =>
  groups !== undefined || suspended !== undefined || listed !== undefined;
