import type { Fact } from './fact.ts';

/** What a fact says its amount is, if that is above 0. */
export function ownAmount({ data }: Fact): bigint | undefined {
  const { amount } = data;
  return Number.isSafeInteger(amount) && (amount as number) > 0 ? BigInt(amount as number) : undefined;
}
