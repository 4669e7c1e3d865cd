/** A sum over a count, both whole; the sum at the metric's scale. */
export interface Mean {
  readonly sum: bigint;
  readonly count: bigint;
}
