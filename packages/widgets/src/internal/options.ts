import { warnOnce } from './warn.ts';

/** The value if it is one of those allowed, else the first of them and one warning. */
export function oneOf<T extends string>(
  element: Element,
  name: string,
  value: string | null,
  allowed: readonly [T, ...T[]],
): T {
  const known = allowed.find((one) => one === value);
  if (known) return known;
  if (value)
    warnOnce(
      `<${element.localName} ${name}="${value}"> is not known. Use one of: ${allowed.join(', ')}`,
      'attribute-value',
    );
  return allowed[0];
}

/** The value if it is a whole number in the range, else the standard one and one warning. */
export function wholeNumber(
  element: Element,
  name: string,
  value: number | null,
  range: { min: number; max: number; standard: number },
): number {
  if (value !== null && Number.isInteger(value) && value >= range.min && value <= range.max) return value;
  if (value !== null) {
    warnOnce(
      `<${element.localName} ${name}="${value}"> must be a whole number from ${range.min} to ${range.max}`,
      'attribute-value',
    );
  }
  return range.standard;
}
