/** `numerator / denominator` to the nearest integer, halves away from zero. The denominator is above zero. */
export function divideHalfAway(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  return sign * ((2n * numerator * sign + denominator) / (2n * denominator));
}

/** `numerator / denominator` to the nearest integer, halves to even. The denominator is above zero. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  const size = numerator * sign;
  const whole = size / denominator;
  const twice = 2n * (size % denominator);
  const up = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return sign * (up ? whole + 1n : whole);
}

/** A decimal number as an integer at `scale` decimal places, or undefined when a double cannot hold it exactly. */
export function atScale(value: number, scale: number): bigint | undefined {
  const scaled = Math.round(value * 10 ** scale);
  return Number.isSafeInteger(scaled) ? BigInt(scaled) : undefined;
}
