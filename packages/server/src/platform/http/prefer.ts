import { invalid } from '../../kernel/problem-error.ts';

/**
 * The seconds of `Prefer: wait=N`, or undefined when nothing is said of waiting. Other preferences are not ours.
 * @throws ProblemError that names `/Prefer` when N is no whole number from 1 to `max`
 */
export function preferredWait(header: string | string[] | undefined, max: number): number | undefined {
  const value = header === undefined ? undefined : preferenceIn([header].flat().join(','), 'wait');
  if (value === undefined) return undefined;
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= max) return seconds;
  throw invalid('/Prefer', `Prefer: wait must be a whole number of seconds from 1 to ${max}.`);
}

/** The value of the first preference of a name, as RFC 7240 has it: without parameters, with or without quotes. */
function preferenceIn(header: string, name: string): string | undefined {
  for (const part of header.split(',')) {
    const [preference = ''] = part.split(';', 1);
    const [word = '', value = ''] = preference.split('=', 2);
    if (word.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}
