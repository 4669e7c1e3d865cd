/** The address if following it can only lead to a page; null for `javascript:` and its kind. */
export function safeHref(href: string | null | undefined): string | null {
  try {
    return href && /^https?:/.test(new URL(href, globalThis.document?.baseURI).href) ? href : null;
  } catch {
    return null;
  }
}
