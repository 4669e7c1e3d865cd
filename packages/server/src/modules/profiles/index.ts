import type { Profile, ProfileKind } from '@engagement/contract';
import type { TenantId } from '../../kernel/tenant.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Route } from '../../platform/http/route.ts';
import { createDescriptions } from './descriptions.ts';
import type { Announce, Boards, RecordAudit, SubjectRefs } from './ports.ts';
import { attributesOf, type Description } from './repository.ts';
import { profileRoutes } from './routes.ts';
import { ProfileService } from './service.ts';

export type { Announce, Boards, Rankable, RecordAudit, SubjectRefs } from './ports.ts';
export type { Description } from './repository.ts';

export interface ProfilesDependencies {
  readonly database: Database;
  readonly subjects: SubjectRefs;
  readonly recordAudit: RecordAudit;
  readonly announce: Announce;
  readonly boards: Boards;
}

export interface ProfilesModule {
  readonly routes: readonly Route[];
  /** What boards show of subjects, by their ids; those without a profile are left out. */
  describe(tenantId: TenantId, kind: string, ids: readonly string[]): Promise<ReadonlyMap<string, Description>>;
  /** What segments and filters read of users, creators or assets, by their ids; those without a profile are left out. */
  attributes(
    tenantId: TenantId,
    kind: ProfileKind,
    keys: readonly string[],
  ): Promise<Map<string, Profile['attributes']>>;
}

/** Names, pictures, groups and attributes of users, creators and assets. */
export function createProfilesModule(deps: ProfilesDependencies): ProfilesModule {
  const { orm } = deps.database;
  return {
    routes: profileRoutes(new ProfileService(deps)),
    describe: createDescriptions(orm),
    attributes: (tenantId, kind, keys) => attributesOf(orm, tenantId, kind, keys),
  };
}
