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
    const [line, column] = placeOf(text);
    const reason = cause instanceof Error ? cause.message : cause;
    throw new OperatorError(`${path} is not JSON at line ${line} column ${column}: ${reason}`, { cause });
  }
}

/** Where a text stops being JSON: after the longest beginning whose only fault is that it ends. V8 does not always say. */
function placeOf(text: string): [line: number, column: number] {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (onlyEndsTooSoon(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  const before = text.slice(0, good).split('\n');
  return [before.length, (before.at(-1)?.length ?? 0) + 1];
}

function onlyEndsTooSoon(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = /at position (\d+)/.exec(message)?.[1];
    return /end of JSON|Unterminated/.test(message) || position === `${beginning.length}`;
  }
}
