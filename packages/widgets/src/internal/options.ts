/** The value if it is one of those allowed, else the first of them and one warning. */
export function oneOf<T extends string>(element: Element, name: string, value: T | null, allowed: [T, ...T[]]): T {
  if (value && allowed.includes(value)) return value;
  if (value) complain(element, name, value, `one of: ${allowed.join(', ')}`);
  return allowed[0];
}

export interface Range {
  min: number;
  max: number;
  standard: number;
}

/** The value if it is a whole number in the range, else the standard one and one warning. */
export function wholeNumber(element: Element, name: string, value: number | null, range: Range): number {
  const { min, max, standard } = range;
  if (value === null) return standard;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  complain(element, name, value, `a whole number from ${min} to ${max}`);
  return standard;
}

/** The words of a list: `"week all-time"`, or an array where words have spaces. */
export function wordsOf(value: string | readonly string[] | null): readonly string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : (value ?? []);
}

function complain(element: Element, name: string, value: string | number, rule: string): void {
  import('./warn.ts').then(
    ({ warnOfValue }) => warnOfValue(element, name, value, rule),
    () => {},
  );
}
