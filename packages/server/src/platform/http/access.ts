import type { Access } from '@engagement/contract';
import type { KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';

const NAMES = { publishable: 'a publishable key', user: 'a user token', secret: 'a secret key' } as const;

/** Refuses a caller whose kind of credential, or whose scopes, the endpoint does not take. */
export function checkAccess(access: Access, caller: KnownCaller): void {
  if (!access[caller.kind]) {
    const kinds = (['publishable', 'user', 'secret'] as const)
      .filter((kind) => access[kind])
      .map((kind) => NAMES[kind]);
    throw new ProblemError('wrong-key-class', `This needs ${kinds.join(' or ')}; this is ${NAMES[caller.kind]}.`);
  }
  if (caller.kind === 'secret' && access.secret && !caller.scopes.has(access.secret)) {
    throw new ProblemError('forbidden', `This key lacks the scope ${access.secret}.`);
  }
}
