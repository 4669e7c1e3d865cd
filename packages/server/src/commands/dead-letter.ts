import { readArguments, required, UsageError } from './arguments.ts';
import { print } from './output.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE = 'dead-letter list | replay <id> | discard <id>, each with --tenant <key> [--json]';

export async function deadLetter(argv: readonly string[]): Promise<number> {
  const [verb = ''] = argv;
  const { positionals, options } = readArguments(
    argv,
    USAGE,
    { tenant: 'string', json: 'boolean' },
    verb === 'list' ? 1 : 2,
  );
  const [, id = ''] = positionals;
  return withCore(async (core) => {
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    if (verb === 'list') {
      const letters = await core.deadLetters.list(tenant.id, { limit: 100, below: null, state: 'open' });
      const lines = letters.map(
        ({ id, at, reason, origin, detail }) => `${id}  ${at}  ${reason}  ${origin}  ${detail}`,
      );
      print(letters, options, lines.length > 0 ? lines : ['No dead letters are open.']);
      return 0;
    }
    if (verb !== 'replay' && verb !== 'discard') throw new UsageError(`Usage: engagement ${USAGE}`);
    if (!/^[1-9]\d{0,17}$/.test(id)) throw new UsageError(`${id} is not the id of a dead letter`);
    const letter = await core.deadLetters[verb](tenant, id, operator());
    print(letter, options, [`${letter.id} is ${letter.state}.`]);
    return 0;
  });
}
