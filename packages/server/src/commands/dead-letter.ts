import { NOBODY } from '../activity/dead-letters.ts';
import { readArguments, required, UsageError } from './arguments.ts';
import { print } from './output.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE =
  'dead-letter list | replay <id> | discard <id>, each with --tenant <key> [--json]; ' +
  'list and discard without a tenant are for what belongs to none';

export async function deadLetter(argv: readonly string[]): Promise<number> {
  const [verb = ''] = argv;
  const types = { tenant: 'string', json: 'boolean' } as const;
  const { positionals, options } = readArguments(argv, USAGE, types, verb === 'list' ? 1 : 2);
  const [, id = ''] = positionals;
  if (!['list', 'replay', 'discard'].includes(verb)) throw new UsageError(`Usage: engagement ${USAGE}`);
  if (verb !== 'list' && !/^[1-9]\d{0,17}$/.test(id)) throw new UsageError(`${id} is not the id of a dead letter`);
  if (verb === 'replay') required(options.tenant, 'tenant', USAGE);
  return withCore(async (core) => {
    const tenant = options.tenant === undefined ? undefined : await tenantNamed(core, options.tenant);
    if (verb === 'list') {
      const page = { limit: 100, below: null, state: 'open' } as const;
      const letters = await core.deadLetters.list(tenant?.id ?? NOBODY, page);
      const lines = letters.map(
        ({ id, at, reason, origin, detail }) => `${id}  ${at}  ${reason}  ${origin}  ${detail}`,
      );
      print(letters, options, lines.length > 0 ? lines : ['No dead letters are open.']);
      return 0;
    }
    const letter =
      verb === 'replay' && tenant
        ? await core.deadLetters.replay(tenant, id, operator())
        : await core.deadLetters.discard(tenant?.id ?? NOBODY, id, operator());
    print(letter, options, [`${letter.id} is ${letter.state}.`]);
    return 0;
  });
}
