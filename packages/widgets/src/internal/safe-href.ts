/** The address if following it can only lead to a page; null for `javascript:` and its kind. */
export function safeHref(href: string | null | undefined): string | null {
  if (!href) return null;
  const base = globalThis.document?.baseURI;
  return URL.canParse(href, base) && /^https?:/.test(new URL(href, base).href) ? href : null;
}
