import { VERSION } from './version.ts';

/** Registers a tag unless it is taken: by this version in silence, by another with one warning. Never throws. */
export function define(tag: string, element: CustomElementConstructor & { version: string }): void {
  const registry = globalThis.customElements;
  const present = registry?.get(tag) as { version?: string } | undefined;
  if (!present) registry?.define(tag, element);
  else if (present.version !== VERSION)
    import('./warn.ts').then(
      ({ warnOfVersions }) => warnOfVersions(tag, present.version),
      () => {},
    );
}
