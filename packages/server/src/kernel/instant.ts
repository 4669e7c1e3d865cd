/** Microseconds since the epoch: a safe integer until the year 2255. */
export type Micros = number;

const FRACTION = /\.(\d+)/;

/** Reads RFC 3339, or Postgres's own form of it, to the microsecond; further digits are cut. */
export function microsOf(text: string): Micros {
  const digits = FRACTION.exec(text)?.[1] ?? '';
  const seconds = Date.parse(digits ? text.replace(FRACTION, '') : text);
  return seconds * 1000 + Number(digits.slice(0, 6).padEnd(6, '0'));
}

/** RFC 3339 in UTC with six decimals. */
export function instantText(micros: Micros): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = micros - milliseconds * 1000;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${`${rest}`.padStart(3, '0')}Z`;
}
