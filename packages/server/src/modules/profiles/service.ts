import type { Profile, ProfileInput, ProfileKind } from '@engagement/contract';
import { actorOf, type KnownCaller } from '../../kernel/caller.ts';
import type { Database } from '../../platform/db/database.ts';
import { mergeChanges, type ProfileChange } from './domain.ts';
import type { Announce, RecordAudit, SubjectRefs } from './ports.ts';
import { applyChanges, findProfile, type StoredChange } from './repository.ts';

export interface ProfileServiceDeps {
  readonly database: Database;
  readonly subjects: SubjectRefs;
  readonly recordAudit: RecordAudit;
  readonly announce: Announce;
}

/** Writes profiles: each call is one transaction and one line of the audit log, which names surrogates only. */
export class ProfileService {
  readonly #deps: ProfileServiceDeps;

  constructor(deps: ProfileServiceDeps) {
    this.#deps = deps;
  }

  async put(caller: KnownCaller, kind: ProfileKind, id: string, fields: ProfileInput): Promise<Profile> {
    const [change] = await this.#stored(caller, kind, [{ id, fields }]);
    const { ref } = change as StoredChange;
    const tenantId = caller.tenant.id;
    return this.#deps.database.transaction(async (tx) => {
      await applyChanges(tx, tenantId, [{ ref, fields }]);
      const detail = { fields: Object.keys(fields) };
      const entry = { actor: actorOf(caller), action: 'profile.written', object: `${kind}:#${ref}`, detail };
      await this.#deps.recordAudit(tx, tenantId, entry);
      const profile = (await findProfile(tx, tenantId, ref)) as Omit<Profile, 'id'>;
      await this.#deps.announce(tx, tenantId);
      return { id, ...profile };
    });
  }

  async putMany(caller: KnownCaller, kind: ProfileKind, changes: readonly ProfileChange[]): Promise<void> {
    if (changes.length === 0) return;
    const stored = await this.#stored(caller, kind, mergeChanges(changes));
    const tenantId = caller.tenant.id;
    await this.#deps.database.transaction(async (tx) => {
      await applyChanges(tx, tenantId, stored);
      const detail = { count: stored.length };
      await this.#deps.recordAudit(tx, tenantId, {
        actor: actorOf(caller),
        action: 'profiles.written',
        object: kind,
        detail,
      });
      await this.#deps.announce(tx, tenantId);
    });
  }

  async #stored(caller: KnownCaller, kind: ProfileKind, changes: readonly ProfileChange[]): Promise<StoredChange[]> {
    const refs = await this.#deps.subjects.resolve(
      caller.tenant.id,
      kind,
      changes.map(({ id }) => id),
    );
    return changes.map(({ id, fields }) => {
      const ref = refs.get(id);
      if (ref === undefined) throw new Error('A subject was not given a surrogate');
      return { ref, fields };
    });
  }
}
