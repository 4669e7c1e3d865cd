/** The address if following it can only lead to a page; null for `javascript:` and its kind. */
export function safeHref(href: string | null | undefined): string | null {
  if (!href) return null;
  const url = URL.parse(href, globalThis.document?.baseURI);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? href : null;
}
