import { readArguments, required, UsageError, usageOf } from './arguments.ts';
import { print } from './output.ts';
import { operator, withCore } from './session.ts';

const USAGE = [
  'tenant create <key> --name <name> --zone <IANA zone> [--currency EUR] [--live] [--json]',
  'tenant update <key> [--name <name>] [--zone <IANA zone>] [--json]',
].join('\n');

export async function tenant(argv: readonly string[]): Promise<number> {
  const [verb] = argv;
  if (verb === 'create') return create(argv);
  if (verb === 'update') return update(argv);
  throw new UsageError(usageOf(USAGE));
}

async function create(argv: readonly string[]): Promise<number> {
  const { positionals, options } = readArguments(
    argv,
    USAGE,
    { name: 'string', zone: 'string', currency: 'string', live: 'boolean', json: 'boolean' },
    2,
  );
  const [, key = ''] = positionals;
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

async function update(argv: readonly string[]): Promise<number> {
  const types = { name: 'string', zone: 'string', json: 'boolean' } as const;
  const { positionals, options } = readArguments(argv, USAGE, types, 2);
  const [, key = ''] = positionals;
  const { name, zone } = options;
  if (name === undefined && zone === undefined) throw new UsageError(`--name or --zone is required\n${usageOf(USAGE)}`);
  return withCore(async (core) => {
    const changed = await core.tenants.service.updateTenant({ key, name, zone }, operator());
    print(changed, options, [
      `${changed.key} is ${changed.name}, ${changed.zone}.`,
      ...(zone === undefined ? [] : ['Periods that have begun stand; the next ones follow the zone.']),
    ]);
    return 0;
  });
}
