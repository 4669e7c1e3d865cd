import type { EngagementError } from '@engagement/sdk';
import { docsOf } from './docs-of.ts';
import { VERSION } from './version.ts';

// Few pages have anything to be told, so the words come apart from the widgets.

const said = new Set<string>();

/** Tells the page's developer something, once per page: what happened, where, how to fix it, where to read more. */
export function warnOnce(message: string, code: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(`[engagement] ${message} (${code}) ${docsOf(code)}`);
}

/** What an error of the client says, without what `warnOnce` adds to it. */
export function bareText({ message, code, docsUrl }: EngagementError): string {
  return message.replace('[engagement] ', '').replace(` (${code}) ${docsUrl}`, '');
}

/** An attribute has a value that is not allowed. */
export function warnOfValue({ localName }: Element, name: string, value: string | number, rule: string): void {
  warnOnce(`<${localName} ${name}="${value}"> must be ${rule}`, 'attribute-value');
}

/** A tag is taken by another version. */
export function warnOfVersions(tag: string, version = 'unknown'): void {
  warnOnce(
    `<${tag}> is there in version ${version} already, so ${VERSION} is ignored. Load one of them`,
    'two-versions',
  );
}
