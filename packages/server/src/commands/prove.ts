import { prove } from '../proof/index.ts';
import { readArguments, required } from './arguments.ts';
import { print } from './output.ts';
import { tenantNamed, withCore } from './session.ts';

const USAGE = 'prove --tenant <key> [--json]';

/** Recomputes every number from the facts, looks at every board in Redis, and compares; 1 and a list on any difference. */
export async function proveNumbers(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, USAGE, { tenant: 'string', json: 'boolean' }, 0);
  return withCore(async (core) => {
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    const proof = await prove(core.database, tenant);
    await core.redis?.ready();
    const boards = await core.standings.prove(tenant);
    const lines = [
      ...proof.differences.map(
        ({ kind, at, expected, found }) =>
          `${kind}  ${at}  expected ${expected ?? 'nothing'}, found ${found ?? 'nothing'}`,
      ),
      ...boards.differences.map(
        ({ what, board, period, segment, id }) =>
          `redis-${what}  ${[board, period, segment, id].filter(Boolean).join(', ')}`,
      ),
    ];
    const checked = proof.checked + boards.checked;
    print({ ...proof, boards }, options, [...lines, `${checked} checked, ${lines.length} different.`]);
    return lines.length === 0 ? 0 : 1;
  });
}
