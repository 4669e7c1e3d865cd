import type { ProfileInput, ProfileKind } from '@engagement/contract';
import type { KnownCaller } from '../kernel/caller.ts';
import { announce } from '../metrics/announce.ts';
import type { Subjects } from '../metrics/subjects.ts';
import { noteVisibility } from '../modules/leaderboards/visibility.ts';
import { ProfileService } from '../modules/profiles/service.ts';
import type { Database } from '../platform/db/database.ts';

export interface ProfileWriting {
  readonly database: Database;
  readonly subjects: Subjects;
  readonly caller: KnownCaller;
}

/** Writes a profile as the server does, and answers whom boards would be told of then. */
export async function writeProfile(
  { caller, ...deps }: ProfileWriting,
  kind: ProfileKind,
  id: string,
  fields: ProfileInput,
): Promise<(readonly number[])[]> {
  const refreshed: (readonly number[])[] = [];
  const service = new ProfileService({
    ...deps,
    announce,
    recordAudit: async () => {},
    boards: { note: noteVisibility, refresh: async (_, refs) => void refreshed.push(refs) },
  });
  await service.put(caller, kind, id, fields);
  return refreshed;
}
