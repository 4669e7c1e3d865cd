/** Where a part is, from the top left corner of what is measured against. */
export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** All places of one part, the clearest example first. */
export interface PartOnScreen {
  name: string;
  places: Place[];
}

/** Every part that can be seen inside a widget now, from top to bottom. */
export function partsOnScreen(widget: Element, against: Element): PartOnScreen[] {
  const origin = against.getBoundingClientRect();
  const found = new Map<string, { element: Element; place: Place }[]>();
  for (const element of widget.shadowRoot?.querySelectorAll('[part]') ?? []) {
    const { left, top, width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2) continue;
    const place = { left: left - origin.left + against.scrollLeft, top: top - origin.top, width, height };
    for (const name of element.part) found.set(name, [...(found.get(name) ?? []), { element, place }]);
  }
  return [...found]
    .map(([name, all]) => ({ name, places: clearestFirst(all).map(({ place }) => place) }))
    .sort((a, b) => order(a) - order(b));
}

/** A row that is only a row explains `row` better than one that is also the reader's own. */
function clearestFirst<P extends { element: Element }>(places: P[]): P[] {
  return places.toSorted((a, b) => a.element.part.length - b.element.part.length);
}

const order = ({ places: [first] }: PartOnScreen) => (first ? Math.round(first.top) * 10_000 + first.left : 0);

/** Where the number of each part stands. What spans the widget has it in the margin; no number covers another. */
export function pinsFor(parts: readonly PartOnScreen[], size: number): Place[] {
  const all = parts.map(({ places: [first] }) => first ?? { left: 0, top: 0, width: 0, height: 0 });
  const edge = Math.min(...all.map(({ left }) => left));
  const span = Math.max(...all.map(({ width }) => width));
  const taken: Place[] = [];
  for (const { left, top, width } of all) {
    const spans = width > span * 0.6;
    const pin = { left: spans ? edge - size * 0.7 : left, top, width: size, height: size };
    while (taken.some((other) => touches(other, pin))) pin.left += spans ? -size - 2 : size + 2;
    taken.push(pin);
  }
  return taken;
}

const touches = (one: Place, other: Place) =>
  Math.abs(one.left - other.left) < one.width && Math.abs(one.top - other.top) < one.height;
