import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { OperatorError } from '../kernel/operator-error.ts';

/** Reads a JSON file that an operator names. @throws OperatorError with the file, and the place where it is no JSON */
export async function readJson(file: string): Promise<unknown> {
  const path = resolve(file);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new OperatorError(`${path} cannot be read.`, { cause });
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new OperatorError(`${path} is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
