/** One privileged change, as the audit log keeps it. */
export interface AuditEntry {
  /** `key:<id>`, `user:<id>` or `operator:<name>`. */
  readonly actor: string;
  /** `<noun>.<verb in the past>`: `definitions.applied`. */
  readonly action: string;
  readonly object: string;
  readonly detail: Readonly<Record<string, unknown>>;
}
