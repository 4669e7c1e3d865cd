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

/**
 * A decimal number as an integer at `scale` decimal places, halves away from zero, or undefined when a double cannot
 * hold that exactly. It is the decimal that was written that is rounded: 1.005 is 1.01, though its double lies below.
 */
export function atScale(value: number, scale: number): bigint | undefined {
  if (scale === 0 && Number.isSafeInteger(value)) return BigInt(value);
  const size = Math.abs(value);
  const shifted = Number(`${size}e${scale}`);
  const scaled = Math.round(Number.isNaN(shifted) ? size * 10 ** scale : shifted);
  return Number.isSafeInteger(scaled) ? BigInt(Math.sign(value) * scaled) : undefined;
}
