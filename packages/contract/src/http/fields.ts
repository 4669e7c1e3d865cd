import { z } from 'zod';

const wellFormed = (text: string) => text.isWellFormed();
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const hasControls = (text: string) => /[\u0000-\u001f\u007f]/.test(text);

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Text of 1 to `max` bytes without control characters, compared byte by byte and never normalised. */
export function identifier(max: number) {
  return z
    .string()
    .min(1)
    .refine(wellFormed, 'must be well-formed Unicode')
    .refine((text) => !hasControls(text), 'must not contain control characters')
    .refine((text) => text.length * 3 <= max || utf8Length(text) <= max, `must be at most ${max} bytes`);
}

/** The tenant's own id of a user, creator or asset. */
export const ExternalId = identifier(128).meta({ id: 'ExternalId' });

/** A name in definitions: lower-case words joined by dashes. */
export const Key = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by dashes')
  .meta({ id: 'Key' });

/** ISO 4217, upper case. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR')
  .meta({ id: 'Currency' });

/** RFC 3339 with an offset, kept to the microsecond. */
export const Instant = z.iso
  .datetime({ offset: true, error: 'must be RFC 3339 with an offset' })
  .meta({ id: 'Instant' });

/** A whole number above zero that a double can hold. */
export const PositiveInteger = z.int().positive();

/** A number with at most six decimal places. */
export const Decimal = z
  .number()
  .refine((n) => Number.isSafeInteger(Math.round(n * 1e6)) && Number(n.toFixed(6)) === n, {
    error: 'must have at most 6 decimal places and fit 2^53 at that scale',
  });

/** `limit` of a list: a query parameter, so it arrives as text. */
export function limit(max: number, standard: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `must be a whole number from 1 to ${max}`)
    .transform(Number)
    .refine((n) => n <= max, `must be a whole number from 1 to ${max}`)
    .default(standard);
}

/** An opaque position in a list, good only for the query that it came from. */
export const Cursor = z.string().min(1).max(1024);
