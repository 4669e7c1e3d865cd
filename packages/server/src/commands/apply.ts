import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Definitions, type DefinitionsDiff } from '@engagement/contract';
import { fieldErrors } from '../kernel/field-errors.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { readArguments, required } from './arguments.ts';
import { print } from './output.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE = 'apply <file.json|.ts> --tenant <key> [--dry-run] [--prune] [--json]';

/** A JSON document, or a module whose default export is one. */
async function readDocument(file: string): Promise<Definitions> {
  const path = resolve(file);
  const value: unknown = /\.[cm]?[jt]s$/.test(path)
    ? ((await import(pathToFileURL(path).href)) as { default?: unknown }).default
    : JSON.parse(await readText(path));
  const parsed = Definitions.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid-request', `${file} is not a document of definitions:`, {
    errors: fieldErrors(parsed.error),
  });
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new OperatorError(`${path} cannot be read.`);
  }
}

const SIGNS = { added: '+', changed: '~', removed: '-' } as const;

function describe(diff: DefinitionsDiff): string[] {
  const changes = diff.changes.map(
    ({ kind, key, change, fields }) =>
      `${SIGNS[change]} ${kind} ${key}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`,
  );
  const cost = diff.rowsPerEvent.map(({ type, rows }) => `  ${type}  ${rows}`);
  return [
    ...(changes.length > 0 ? changes : ['Nothing differs.']),
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
