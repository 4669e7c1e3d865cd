import type { Profile, ProfileInput, ProfileKind } from '@engagement/contract';
import { actorOf, type KnownCaller } from '../../kernel/caller.ts';
import type { Database } from '../../platform/db/database.ts';
import { mergeChanges, type ProfileChange } from './domain.ts';
import type { RecordAudit, SubjectRefs } from './ports.ts';
import { applyChanges, findProfile, type StoredChange } from './repository.ts';

/** Writes profiles: each call is one transaction and one line of the audit log, which names surrogates only. */
export class ProfileService {
  readonly #database: Database;
  readonly #subjects: SubjectRefs;
  readonly #recordAudit: RecordAudit;

  constructor(database: Database, subjects: SubjectRefs, recordAudit: RecordAudit) {
    this.#database = database;
    this.#subjects = subjects;
    this.#recordAudit = recordAudit;
  }

  async put(caller: KnownCaller, kind: ProfileKind, id: string, fields: ProfileInput): Promise<Profile> {
    const [change] = await this.#stored(caller, kind, [{ id, fields }]);
    const { ref } = change as StoredChange;
    const tenantId = caller.tenant.id;
    return this.#database.transaction(async (tx) => {
      await applyChanges(tx, tenantId, [{ ref, fields }]);
      const detail = { fields: Object.keys(fields) };
      const entry = { actor: actorOf(caller), action: 'profile.written', object: `${kind}:#${ref}`, detail };
      await this.#recordAudit(tx, tenantId, entry);
      return { id, ...((await findProfile(tx, tenantId, ref)) as Omit<Profile, 'id'>) };
    });
  }

  async putMany(caller: KnownCaller, kind: ProfileKind, changes: readonly ProfileChange[]): Promise<void> {
    if (changes.length === 0) return;
    const stored = await this.#stored(caller, kind, mergeChanges(changes));
    const tenantId = caller.tenant.id;
    await this.#database.transaction(async (tx) => {
      await applyChanges(tx, tenantId, stored);
      const detail = { count: stored.length };
      await this.#recordAudit(tx, tenantId, {
        actor: actorOf(caller),
        action: 'profiles.written',
        object: kind,
        detail,
      });
    });
  }

  async #stored(caller: KnownCaller, kind: ProfileKind, changes: readonly ProfileChange[]): Promise<StoredChange[]> {
    const refs = await this.#subjects.resolve(
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
