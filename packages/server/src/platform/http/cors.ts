/** An origin that a reply may be shown to. `null` stands for any sandboxed page, so it names none. */
export function namedOrigin(origin: string | undefined): string | undefined {
  return origin === 'null' ? undefined : origin;
}
