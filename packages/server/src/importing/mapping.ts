import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ActivityEventInput, EventId } from '@engagement/contract';
import { OperatorError } from '../kernel/operator-error.ts';

/** What a mapping is told beside the row. */
export interface MappingContext {
  /** The line of the file where the row begins. */
  readonly line: number;
  /** An event id made of values that identify the row: readable where it fits, a hash where not. */
  id(...parts: readonly (string | number)[]): string;
}

/** A row, or a part of what it says, that is left out on purpose. */
export interface Skip {
  /** A short fixed name, by which such rows are counted: `unknown-customer`. */
  readonly skip: string;
  /** The particulars, for the file of rejects. */
  readonly detail?: string;
}

export type Mapped = ActivityEventInput | Skip;

/**
 * Makes a row into an event, several, or the reason why not. Called once for each row, in the order of the file, by a
 * resumed import too; so it may keep state per key, and the same rows must give the same events.
 */
export type Mapping = (row: Readonly<Record<string, unknown>>, context: MappingContext) => Mapped | readonly Mapped[];

/** Loads the default export of a mapping module, afresh each time: state that the module keeps belongs to one import. */
export async function loadMapping(path: string): Promise<Mapping> {
  const url = pathToFileURL(resolve(path));
  url.searchParams.set('load', `${++loads}`);
  let module: { default?: unknown };
  try {
    module = await import(url.href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new OperatorError(`The mapping ${path} cannot be loaded: ${reason}`, { cause: error });
  }
  if (typeof module.default !== 'function') {
    throw new OperatorError(`The mapping ${path} has no default export that is a function.`);
  }
  return module.default as Mapping;
}

let loads = 0;

export function contextOf(line: number): MappingContext {
  return { line, id: deriveId };
}

/** Each part is escaped, so that no two lists of parts give one id. */
export function deriveId(...parts: readonly (string | number)[]): string {
  const readable = parts.map((part) => `${part}`.toWellFormed().replace(/[%/]/g, encodeURIComponent)).join('/');
  return EventId.safeParse(readable).success ? readable : createHash('sha256').update(readable).digest('base64url');
}
