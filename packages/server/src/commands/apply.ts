import { Definitions, type DefinitionsDiff } from '@engagement/contract';
import { fieldErrors } from '../kernel/field-errors.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { readArguments, required } from './arguments.ts';
import { loadModule } from './load-module.ts';
import { print } from './output.ts';
import { readJson } from './read-json.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE = 'apply <file.json|.ts> --tenant <key> [--dry-run] [--prune] [--json]';

/** A JSON document, or a module whose default export is one. */
async function readDocument(file: string): Promise<Definitions> {
  const value = /\.[cm]?[jt]s$/.test(file) ? (await loadModule(file)).default : await readJson(file);
  const parsed = Definitions.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid-request', `${file} is not a document of definitions:`, {
    errors: fieldErrors(parsed.error),
  });
}

const SIGNS = { added: '+', changed: '~', removed: '-' } as const;

function describe(diff: DefinitionsDiff): string[] {
  const changes = diff.changes.map(
    ({ kind, key, change, fields }) =>
      `${SIGNS[change]} ${kind} ${key}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`,
  );
  const cost = diff.rowsPerEvent.map(({ type, rows }) => `  ${type}  ${rows}`);
  const drops = diff.drops
    ? [`Facts from before ${diff.drops.before} may go: ${diff.drops.facts}. What they came to stays in every number.`]
    : [];
  const begins = diff.countsSince.map(
    ({ metric, since }) => `metric ${metric} counts what is new of it since ${since}: older facts have been dropped`,
  );
  return [
    ...(changes.length > 0 ? changes : ['Nothing differs.']),
    ...begins,
    ...drops,
    'Counter rows that one event moves:',
    ...(cost.length > 0 ? cost : ['  none']),
    diff.applied ? `Applied as revision ${diff.revision}.` : `Not applied; the revision is ${diff.revision}.`,
  ];
}

export async function apply(argv: readonly string[]): Promise<number> {
  const { positionals, options } = readArguments(
    argv,
    USAGE,
    { tenant: 'string', 'dry-run': 'boolean', prune: 'boolean', json: 'boolean' },
    1,
  );
  const document = await readDocument(positionals[0] ?? '');
  return withCore(async (core) => {
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    const diff = await core.definitions.service.apply(tenant, document, {
      dryRun: options['dry-run'] ?? false,
      prune: options.prune ?? false,
      actor: operator(),
    });
    print(diff, options, describe(diff));
    return 0;
  });
}
