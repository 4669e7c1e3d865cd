import { UsageError, usageOf } from './commands/arguments.ts';
import { ProblemError } from './kernel/problem-error.ts';

type Command = (argv: readonly string[]) => Promise<number>;

/** Each command is loaded only when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./commands/serve.ts')).serve,
  demo: async () => (await import('./commands/demo.ts')).demo,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
  tenant: async () => (await import('./commands/tenant.ts')).tenant,
  keys: async () => (await import('./commands/keys.ts')).keys,
  topics: async () => (await import('./commands/topics.ts')).topics,
  apply: async () => (await import('./commands/apply.ts')).apply,
  import: async () => (await import('./commands/import.ts')).importEvents,
  retention: async () => (await import('./commands/retention.ts')).retention,
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuild,
  prove: async () => (await import('./commands/prove.ts')).proveNumbers,
  'dead-letter': async () => (await import('./commands/dead-letter.ts')).deadLetter,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
};

async function main([name = '', ...argv]: readonly string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) throw new UsageError(usageOf(`<${Object.keys(COMMANDS).join(' | ')}>`));
  const command = await load();
  return command(argv);
}

/** What the operator can act on is one sentence; anything else is a fault of ours, and keeps its stack. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ProblemError) {
    return [error.message, ...error.errors.map(({ pointer, message }) => `  ${pointer || '/'}: ${message}`)].join('\n');
  }
  return ['UsageError', 'SettingError', 'OperatorError'].includes(error.name)
    ? error.message
    : (error.stack ?? error.message);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  },
);
