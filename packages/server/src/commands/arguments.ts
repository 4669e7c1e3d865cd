import { parseArgs } from 'node:util';
import { COMMAND_LINE } from '../kernel/command-line.ts';

/** A command line that cannot be followed; the message says what was expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How a command is called; each line of `usage` is one way. */
export const usageOf = (usage: string): string =>
  usage
    .split('\n')
    .map((way, at) => `${at === 0 ? 'Usage:' : '      '} ${COMMAND_LINE} ${way}`)
    .join('\n');

type OptionTypes = Readonly<Record<string, 'string' | 'boolean'>>;

export interface Arguments<O extends OptionTypes> {
  readonly positionals: readonly string[];
  readonly options: { readonly [K in keyof O]?: O[K] extends 'boolean' ? boolean : string };
}

/** Reads a command's arguments; anything that it does not know is refused with its usage. */
export function readArguments<const O extends OptionTypes>(
  argv: readonly string[],
  usage: string,
  options: O,
  positionals: number | { readonly min: number; readonly max: number },
): Arguments<O> {
  try {
    const parsed = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: Object.fromEntries(Object.entries(options).map(([name, type]) => [name, { type }])),
    });
    const { min, max } = typeof positionals === 'number' ? { min: positionals, max: positionals } : positionals;
    const given = parsed.positionals.length;
    if (given < min || given > max) throw new Error('wrong number of arguments');
    return { positionals: parsed.positionals, options: parsed.values as Arguments<O>['options'] };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n${usageOf(usage)}`);
  }
}

export function required(value: string | undefined, name: string, usage: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is required\n${usageOf(usage)}`);
  return value;
}
