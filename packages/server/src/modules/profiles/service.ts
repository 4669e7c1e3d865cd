import type { Profile, ProfileInput, ProfileKind, Visibility } from '@engagement/contract';
import type { AuditEntry } from '../../kernel/audit.ts';
import { actorOf, type KnownCaller } from '../../kernel/caller.ts';
import type { Tenant } from '../../kernel/tenant.ts';
import type { Database, Executor } from '../../platform/db/database.ts';
import { concernsRanks, inBothRoles, mergeChanges, type ProfileChange } from './domain.ts';
import type { Announce, Boards, RecordAudit, SubjectRefs } from './ports.ts';
import { applyChanges, findProfile, findRankable, isListed, type StoredChange } from './repository.ts';

export interface ProfileServiceDeps {
  readonly database: Database;
  readonly subjects: SubjectRefs;
  readonly recordAudit: RecordAudit;
  readonly announce: Announce;
  readonly boards: Boards;
}

/** Writes profiles: each call is one transaction and one line of the audit log, which names surrogates only. */
export class ProfileService {
  readonly #deps: ProfileServiceDeps;

  constructor(deps: ProfileServiceDeps) {
    this.#deps = deps;
  }

  async put(caller: KnownCaller, kind: ProfileKind, id: string, fields: ProfileInput): Promise<Profile> {
    const changes = await this.#stored(caller, kind, [{ id, fields }]);
    const { ref } = changes[0] as StoredChange;
    const detail = { fields: Object.keys(fields) };
    const entry = { actor: actorOf(caller), action: 'profile.written', object: `${kind}:#${ref}`, detail };
    return this.#write(caller.tenant, changes, entry, async (tx) => {
      const profile = (await findProfile(tx, caller.tenant.id, ref)) as Omit<Profile, 'id'>;
      return { id, ...profile };
    });
  }

  async putMany(caller: KnownCaller, kind: ProfileKind, changes: readonly ProfileChange[]): Promise<void> {
    if (changes.length === 0) return;
    const merged = mergeChanges(changes);
    const detail = { count: merged.length };
    const entry = { actor: actorOf(caller), action: 'profiles.written', object: kind, detail };
    await this.#write(caller.tenant, await this.#stored(caller, kind, merged), entry);
  }

  /** Whether a user wishes to be ranked; who never said so does. */
  async visibilityOf({ id }: Tenant, user: string): Promise<Visibility> {
    return { listed: await isListed(this.#deps.database.orm, id, user) };
  }

  /** A user's own choice. */
  async choose(caller: KnownCaller & { kind: 'user' }, { listed }: Visibility): Promise<Visibility> {
    const changes = await this.#stored(caller, 'user', [{ id: caller.user, fields: { listed } }]);
    const self = `user:#${changes[0]?.ref}`;
    const entry = { actor: self, action: 'visibility.chosen', object: self, detail: { listed } };
    await this.#write(caller.tenant, changes, entry);
    return { listed };
  }

  async #write<T>(
    tenant: Tenant,
    changes: readonly StoredChange[],
    entry: AuditEntry,
    read?: (tx: Executor) => Promise<T>,
  ): Promise<T> {
    const { database, recordAudit, boards, announce } = this.#deps;
    const { result, moved, reminder } = await database.transaction(async (tx) => {
      await applyChanges(tx, tenant.id, changes);
      await recordAudit(tx, tenant.id, entry);
      const refs = changes.filter(({ fields }) => concernsRanks(fields)).map(({ ref }) => ref);
      const moved = await boards.note(tx, tenant.id, await findRankable(tx, tenant.id, refs));
      const reminder = moved.length > 0 ? await boards.remember?.(tx, tenant.id) : undefined;
      const result = (await read?.(tx)) as T;
      await announce(tx, tenant.id);
      return { result, moved, reminder };
    });
    if (moved.length > 0) await boards.refresh?.(tenant, moved, reminder);
    return result;
  }

  /** The changes with their surrogates, those that were asked for first. */
  async #stored(
    { tenant }: KnownCaller,
    kind: ProfileKind,
    changes: readonly ProfileChange[],
  ): Promise<StoredChange[]> {
    const stored: StoredChange[] = [];
    for (const [role, wanted] of inBothRoles(kind, changes)) {
      const ids = wanted.map(({ id }) => id);
      const refs = await this.#deps.subjects.resolve(tenant.id, role, ids);
      for (const { id, fields } of wanted) {
        const ref = refs.get(id);
        if (ref === undefined) throw new Error('A subject was not given a surrogate');
        stored.push({ ref, fields });
      }
    }
    return stored;
  }
}
