import { OperatorError } from '../kernel/operator-error.ts';
import { readArguments, required } from './arguments.ts';
import { print } from './output.ts';
import { tenantNamed, withCore } from './session.ts';

const USAGE = 'rebuild [board] --tenant <key> [--json]';

/** Builds boards in Redis anew from Postgres, one or all of a tenant; readers never see half of one. */
export async function rebuild(argv: readonly string[]): Promise<number> {
  const { positionals, options } = readArguments(
    argv,
    USAGE,
    { tenant: 'string', json: 'boolean' },
    { min: 0, max: 1 },
  );
  return withCore(async (core) => {
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    if (!core.redis)
      throw new OperatorError('REDIS_URL is not set: boards are read from Postgres, and nothing is kept.');
    const { boards } = await core.catalogues.current(tenant.id);
    const [wanted] = positionals;
    if (wanted !== undefined && !boards.has(wanted)) throw new OperatorError(`There is no board ${wanted}.`);
    const keys = wanted === undefined ? [...boards.keys()] : [wanted];
    await core.redis.ready();
    await core.standings.rebuild(tenant, keys);
    print({ boards: keys }, options, [`${keys.length} boards built: ${keys.join(', ')}.`]);
    return 0;
  });
}
