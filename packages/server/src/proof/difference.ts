/** Something that is stored and does not follow from the facts and the definitions. */
export interface Difference {
  readonly kind:
    | 'missing'
    | 'extra'
    | 'value'
    | 'count'
    | 'reached-at'
    | 'member'
    | 'taken-back'
    /** A fact without its identity, an identity without its fact, or what dropped facts left in a metric that is gone. */
    | 'fact'
    | 'sealed'
    /** A fact that falls in no stored period of a window, or periods that overlap. */
    | 'period';
  /** What it is about, as a person would say it. */
  readonly at: string;
  readonly expected: string | null;
  readonly found: string | null;
}

export interface Proof {
  /** Facts, values and members that were looked at. */
  readonly checked: number;
  readonly differences: readonly Difference[];
}
