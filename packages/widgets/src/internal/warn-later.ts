/** Tells the page's developer something with words that load for it: few pages have anything to be told. */
export function warnLater(message: string, code: string): void {
  import('./warn.ts').then(
    ({ warnOnce }) => warnOnce(message, code),
    () => {},
  );
}
