import { readArguments, required, UsageError } from './arguments.ts';
import { print } from './output.ts';
import { operator, withCore } from './session.ts';

const USAGE = 'tenant create <key> --name <name> --zone <IANA zone> [--currency EUR] [--live] [--json]';

export async function tenant(argv: readonly string[]): Promise<number> {
  const { positionals, options } = readArguments(
    argv,
    USAGE,
    { name: 'string', zone: 'string', currency: 'string', live: 'boolean', json: 'boolean' },
    2,
  );
  const [verb, key = ''] = positionals;
  if (verb !== 'create') throw new UsageError(`Usage: engagement ${USAGE}`);
  const name = required(options.name, 'name', USAGE);
  const zone = required(options.zone, 'zone', USAGE);
  const mode = options.live ? 'live' : 'test';
  return withCore(async (core) => {
    const input = { key, name, zone, currency: options.currency ?? 'EUR', mode } as const;
    const created = await core.tenants.service.createTenant(input, operator());
    print(created, options, [
      `Created ${created.key} (${created.mode}): ${created.name}, ${created.zone}, ${created.currency}.`,
    ]);
    return 0;
  });
}
