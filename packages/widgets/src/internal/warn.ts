const said = new Set<string>();

/** Tells the page's developer something, once per page: what happened, where, how to fix it, where to read more. */
export function warnOnce(message: string, code: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`[engagement] ${message} (${code}) docs/errors.md#${code}`);
}
