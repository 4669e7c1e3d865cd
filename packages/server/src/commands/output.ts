/** Prints what a command was asked for: as JSON with `--json`, else as lines for a person. */
export function print(
  value: object,
  { json }: { readonly json?: boolean | undefined },
  lines: readonly string[],
): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}
