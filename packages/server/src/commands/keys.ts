import { SCOPES, type Scope } from '@engagement/contract';
import type { Core } from '../compose/core.ts';
import { type Arguments, readArguments, required, UsageError, usageOf } from './arguments.ts';
import { print } from './output.ts';
import { readJson } from './read-json.ts';
import { operator, withCore } from './session.ts';

const USAGE = [
  'keys create <tenant> --kind publishable|secret|signing [--origins a,b] [--scopes a,b] [--public-key <file.jwk>] [--json]',
  'keys list <tenant> [--json]',
  'keys rotate <tenant> --id <id> [--overlap <hours>] [--json]',
  'keys revoke <tenant> --id <id>',
  'keys origins <publishable key> [--add a,b] [--remove a,b] [--json]',
].join('\n');

const OPTIONS = {
  kind: 'string',
  origins: 'string',
  scopes: 'string',
  'public-key': 'string',
  id: 'string',
  overlap: 'string',
  add: 'string',
  remove: 'string',
  json: 'boolean',
} as const;

type Options = Arguments<typeof OPTIONS>['options'];

const listOf = (text: string | undefined): string[] => (text ? text.split(',').map((item) => item.trim()) : []);

const verbs: Readonly<Record<string, (core: Core, name: string, options: Options) => Promise<void>>> = {
  create,
  async list(core, name, options) {
    const keys = await core.tenants.service.listKeys(name);
    const lines = keys.map(({ id, kind, shown, origins, scopes, expiresAt }) =>
      [id, kind, shown, [...origins, ...scopes].join(' '), expiresAt ? `until ${expiresAt}` : '']
        .filter(Boolean)
        .join('  '),
    );
    print(keys, options, lines.length > 0 ? lines : ['No keys yet.']);
  },
  async rotate(core, name, options) {
    const overlap = options.overlap === undefined ? undefined : Number(options.overlap) * 3_600_000;
    const rotated = await core.tenants.service.rotateKey(
      { tenant: name, id: required(options.id, 'id', USAGE) },
      operator(),
      overlap,
    );
    print(rotated, options, [`${rotated.key}`, `The old key holds until ${rotated.previousExpiresAt}.`]);
  },
  async revoke(core, name, options) {
    const id = required(options.id, 'id', USAGE);
    await core.tenants.service.revokeKey({ tenant: name, id }, operator());
    print({ id }, options, [`Revoked ${id}: it is refused everywhere within a second.`]);
  },
  async origins(core, name, options) {
    const change = { key: name, add: listOf(options.add), remove: listOf(options.remove) };
    const origins = await core.tenants.service.changeOrigins(change, operator());
    print(origins, options, origins.length > 0 ? origins : ['No origins: browsers cannot use this key.']);
  },
};

async function create(core: Core, tenant: string, options: Options): Promise<void> {
  const { service } = core.tenants;
  if (options.kind === 'publishable') {
    const made = await service.createPublishableKey({ tenant, origins: listOf(options.origins) }, operator());
    return print(made, options, [made.key]);
  }
  if (options.kind === 'secret') {
    const scopes = options.scopes === undefined ? SCOPES : (listOf(options.scopes) as Scope[]);
    const made = await service.createSecretKey({ tenant, scopes }, operator());
    return print(made, options, [made.key, 'It is shown only now. Keep it on your server.']);
  }
  if (options.kind === 'signing' && options['public-key'] !== undefined) {
    const jwk = await readJson(options['public-key']);
    if (typeof jwk !== 'object' || jwk === null) throw new UsageError(`${options['public-key']} is not a JWK`);
    const made = await service.registerSigningKey({ tenant, jwk }, operator());
    return print(made, options, [`kid     ${made.id}`, 'Sign user tokens with its private key (EdDSA).']);
  }
  if (options.kind === 'signing') {
    const made = await service.createSigningSecret({ tenant }, operator());
    return print(made, options, [
      `kid     ${made.id}`,
      `secret  ${made.secret}`,
      'It is shown only now. Sign user tokens with both (HS256), on your server:',
      `  signUserToken({ sub: userId, tenant: '${tenant}' }, { kid: '${made.id}', secret })`,
    ]);
  }
  throw new UsageError(`--kind must be publishable, secret or signing\n${usageOf(USAGE)}`);
}

export async function keys(argv: readonly string[]): Promise<number> {
  const { positionals, options } = readArguments(argv, USAGE, OPTIONS, 2);
  const [verb = '', name = ''] = positionals;
  const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!run) throw new UsageError(usageOf(USAGE));
  await withCore((core) => run(core, name, options));
  return 0;
}
