import { readArguments, required, UsageError, usageOf } from './arguments.ts';
import { print } from './output.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE = 'topics bind|unbind <topic> --tenant <key>, or: topics list <tenant>';

/** Which Kafka topics are read for which tenant. */
export async function topics(argv: readonly string[]): Promise<number> {
  const { positionals, options } = readArguments(argv, USAGE, { tenant: 'string', json: 'boolean' }, 2);
  const [verb, name = ''] = positionals;
  return withCore(async (core) => {
    if (verb === 'list') {
      const { id } = await tenantNamed(core, name);
      const bound = (await core.topics.list()).filter(({ tenantId }) => tenantId === id).map(({ topic }) => topic);
      print(bound, options, bound.length > 0 ? bound : ['No topics are bound.']);
      return 0;
    }
    if (verb !== 'bind' && verb !== 'unbind') throw new UsageError(usageOf(USAGE));
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    await core.topics[verb](tenant.id, name, operator());
    print({ topic: name }, options, [
      verb === 'bind' ? `${name} is read for ${tenant.key}.` : `${name} is no longer read.`,
    ]);
    return 0;
  });
}
