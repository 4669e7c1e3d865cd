/** Who asks: the publishable key, or a user by a token. */
export interface Credential {
  readonly token: string;
  readonly user: string | null;
  /** Counts the calls of `use`, so that a late answer cannot revive a user who has left. */
  readonly generation: number;
}
