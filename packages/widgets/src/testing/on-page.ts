/** The widget of a story. @throws when it is not there */
export function widgetIn<K extends keyof HTMLElementTagNameMap>(place: ParentNode, tag: K): HTMLElementTagNameMap[K] {
  const widget = place.querySelector(tag);
  if (!widget) throw new Error(`There is no <${tag}>`);
  return widget;
}

/** Everything inside a widget that has this part. */
export function partsOf(widget: Element, part: string): HTMLElement[] {
  return [...(widget.shadowRoot?.querySelectorAll<HTMLElement>(`[part~="${part}"]`) ?? [])];
}

/** What a person reads in a part, with spaces as one. */
export const textIn = (widget: Element, part: string): string =>
  partsOf(widget, part)
    .map((one) => one.textContent)
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
