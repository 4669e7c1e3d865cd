import { MAX_JSON_DEPTH } from '../../kernel/json-fault.ts';
import { invalid } from '../../kernel/problem-error.ts';

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON as strictly as the RFC allows: UTF-8, at most 64 levels deep, no field twice in one object.
 * `what` is what the refusal calls the text.
 * @throws ProblemError `invalid-request`
 */
export function parseJson(bytes: Uint8Array, what = 'The body'): unknown {
  const members = countMembersInText(bytes, what);
  const value = parse(decode(bytes, what), what);
  if (countMembers(value) !== members) throw invalid('', `${what} has an object that names the same field twice.`);
  return value;
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalid('', `${what} is not valid UTF-8.`);
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's own words quote the input, which may hold a secret.
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    throw invalid('', `${what} is not valid JSON${position ? ` (at character ${position})` : ''}.`);
  }
}

/** Counts the colons outside strings: one for each member of an object. Looks at the depth on the way. */
function countMembersInText(bytes: Uint8Array, what: string): number {
  let members = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === COLON) members++;
    else if (byte === BRACE || byte === BRACKET) {
      if (++depth > MAX_JSON_DEPTH) throw invalid('', `${what} is nested more than ${MAX_JSON_DEPTH} levels deep.`);
    } else if (byte === BRACE_END || byte === BRACKET_END) depth--;
  }
  return members;
}

function countMembers(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const inner = Object.values(value);
  return inner.reduce<number>((sum, member) => sum + countMembers(member), Array.isArray(value) ? 0 : inner.length);
}
