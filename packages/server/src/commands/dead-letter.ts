import { NOBODY } from '../activity/dead-letters.ts';
import { readArguments, required, UsageError, usageOf } from './arguments.ts';
import { print } from './output.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE =
  'dead-letter list [--before <id>] | replay <id> | discard <id>, each with --tenant <key> [--json]; ' +
  'list and discard without a tenant are for what belongs to none';

const PAGE = 100;

function checkId(id: string): void {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new UsageError(`${id} is not the id of a dead letter`);
}

export async function deadLetter(argv: readonly string[]): Promise<number> {
  const [verb = ''] = argv;
  const types = { tenant: 'string', before: 'string', json: 'boolean' } as const;
  const { positionals, options } = readArguments(argv, USAGE, types, verb === 'list' ? 1 : 2);
  const [, id = ''] = positionals;
  if (!['list', 'replay', 'discard'].includes(verb)) throw new UsageError(usageOf(USAGE));
  if (verb !== 'list') checkId(id);
  if (options.before !== undefined) checkId(options.before);
  if (verb === 'replay') required(options.tenant, 'tenant', USAGE);
  return withCore(async (core) => {
    const tenant = options.tenant === undefined ? undefined : await tenantNamed(core, options.tenant);
    if (verb === 'list') {
      const page = { limit: PAGE + 1, below: options.before ? Number(options.before) : null, state: 'open' } as const;
      const found = await core.deadLetters.list(tenant?.id ?? NOBODY, page);
      const letters = found.slice(0, PAGE);
      const lines = letters.map(
        ({ id, at, reason, origin, detail }) => `${id}  ${at}  ${reason}  ${origin}  ${detail}`,
      );
      print(letters, options, lines.length > 0 ? lines : ['No dead letters are open.']);
      if (found.length > PAGE) process.stderr.write(`There are more: go on with --before ${letters.at(-1)?.id}\n`);
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
