import { type ImportProgress, importFile, loadMapping, summary } from '../importing/index.ts';
import { OperatorError } from '../kernel/operator-error.ts';
import { readArguments, required } from './arguments.ts';
import { print } from './output.ts';
import { untilStopped } from './run.ts';
import { tenantNamed, withCore } from './session.ts';

const USAGE = 'import <file.ndjson|.csv> --tenant <key> [--mapping <module>] [--json]';

/** Asked to stop, an import finishes the commit in hand; the same command goes on from there. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const reason = new OperatorError('The import was stopped. The same command goes on from there.');
  void untilStopped().then(() => controller.abort(reason));
  return controller.signal;
}

function showProgress({ line, bytes, totalBytes }: ImportProgress): void {
  if (!process.stderr.isTTY) return;
  const percent = Math.floor((100 * bytes) / totalBytes);
  process.stderr.write(`\r${percent} %, line ${line.toLocaleString('en')}`);
}

export async function importEvents(argv: readonly string[]): Promise<number> {
  const options = { tenant: 'string', mapping: 'string', json: 'boolean' } as const;
  const { positionals, options: given } = readArguments(argv, USAGE, options, 1);
  const [file = ''] = positionals;
  const key = required(given.tenant, 'tenant', USAGE);
  const mapping = given.mapping === undefined ? undefined : await loadMapping(given.mapping);
  return withCore(async (core) => {
    const { door, recorder } = core;
    const tenant = await tenantNamed(core, key);
    const signal = stopSignal();
    const result = await importFile({ file, tenant, mapping, door, recorder, signal, onProgress: showProgress });
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    print(result, given, [summary(result)]);
    return 0;
  });
}
