export interface JsonFault {
  /** JSON Pointer to what is wrong. */
  readonly pointer: string;
  readonly message: string;
}

export const MAX_JSON_DEPTH = 64;

/** Names by which an object reaches its prototype. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** One step of a JSON Pointer (RFC 6901); a name longer than any of ours is cut. */
export function pointerStep(name: string | number): string {
  return `/${`${name}`.slice(0, 128).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function textFault(text: string): string | undefined {
  if (!text.isWellFormed()) return 'must be well-formed Unicode';
  return text.includes('\0') ? 'must not contain the character U+0000' : undefined;
}

/**
 * The first thing in parsed JSON that no part of the server may be handed: half a character, U+0000,
 * a field named like a prototype, or more than 64 levels.
 */
export function jsonFault(value: unknown, depth = 0): JsonFault | undefined {
  if (typeof value === 'string') return faultAt(textFault(value));
  if (value === null || typeof value !== 'object') return undefined;
  if (depth === MAX_JSON_DEPTH) return faultAt(`is nested more than ${MAX_JSON_DEPTH} levels deep`);
  for (const key of Object.keys(value)) {
    const fault = faultAt(nameFault(key)) ?? jsonFault(value[key as keyof typeof value], depth + 1);
    if (fault) return { pointer: pointerStep(key) + fault.pointer, message: fault.message };
  }
  return undefined;
}

function nameFault(key: string): string | undefined {
  return RESERVED.has(key) ? 'is a reserved name' : textFault(key);
}

function faultAt(message: string | undefined): JsonFault | undefined {
  return message === undefined ? undefined : { pointer: '', message };
}
