import { VERSION } from './version.ts';
import { warnOnce } from './warn.ts';

/** Registers a tag unless it is taken: by this version in silence, by another with one warning. Never throws. */
export function define(tag: string, element: CustomElementConstructor & { version: string }): void {
  const registry = globalThis.customElements;
  if (!registry) return;
  const present = registry.get(tag);
  if (!present) {
    registry.define(tag, element);
    return;
  }
  const { version = 'unknown' } = present as { version?: string };
  if (version !== VERSION) {
    warnOnce(
      `<${tag}> is there in version ${version} already, so ${VERSION} is ignored. Load one of them`,
      'two-versions',
    );
  }
}
