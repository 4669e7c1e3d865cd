import { prove } from '../proof/index.ts';
import { readArguments, required } from './arguments.ts';
import { print } from './output.ts';
import { tenantNamed, withCore } from './session.ts';

const USAGE = 'prove --tenant <key> [--json]';

/** Recomputes every number from the facts and compares; 1 and a list on any difference. */
export async function proveNumbers(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, USAGE, { tenant: 'string', json: 'boolean' }, 0);
  return withCore(async (core) => {
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    const proof = await prove(core.database, tenant);
    const lines = proof.differences.map(
      ({ kind, at, expected, found }) =>
        `${kind}  ${at}  expected ${expected ?? 'nothing'}, found ${found ?? 'nothing'}`,
    );
    print(proof, options, [...lines, `${proof.checked} checked, ${proof.differences.length} different.`]);
    return proof.differences.length === 0 ? 0 : 1;
  });
}
