/** Why a row, or an event made of it, is not recorded. */
export interface Refusal {
  /** A short name by which such rows are counted: `not-json`, `unknown-type`. */
  readonly reason: string;
  /** JSON Pointer to what is wrong; the empty string is the whole. */
  readonly pointer: string;
  readonly detail: string;
}

/** One row of the file, by the number of the line where it begins, as an editor counts them. */
export type Row =
  | { readonly line: number; readonly value: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly refusal: Refusal };

/** A row that holds nothing to import. */
export function refused(line: number, reason: string, detail: string): Row {
  return { line, refusal: { reason, pointer: '', detail } };
}
