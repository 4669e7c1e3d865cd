import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OperatorError } from '../kernel/operator-error.ts';

/** Loads a module that an operator names. @throws OperatorError when it is not there, or fails while it loads */
export async function loadModule(file: string): Promise<{ readonly default?: unknown }> {
  const path = resolve(file);
  try {
    await access(path);
  } catch {
    throw new OperatorError(`${path} cannot be read.`);
  }
  try {
    return (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (cause) {
    throw new OperatorError(`${path} cannot be loaded: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
