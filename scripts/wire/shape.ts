/** Where a value is in an answer, and of which types it has been there: `page.data[].rank` → number. */
export type Shape = Map<string, Set<string>>;

/** Every place of a value with its type. The items of a list are one place. */
export function shapeOf(value: unknown, path = '', shape: Shape = new Map()): Shape {
  const type = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
  shape.set(path, (shape.get(path) ?? new Set()).add(type));
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, shape);
  else if (type === 'object')
    for (const [key, member] of Object.entries(value as object))
      if (member !== undefined) shapeOf(member, path ? `${path}.${key}` : key, shape);
  return shape;
}

/** One line for each place. */
export const write = (shape: Shape): string =>
  [...shape]
    .map(([path, types]) => `${path}: ${[...types].sort().join(' or ')}\n`)
    .sort()
    .join('');

export const read = (text: string): Shape =>
  new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const [path = '', types = ''] = line.split(': ');
        return [path, new Set(types.split(' or '))];
      }),
  );

/** What an old client would miss, or would not understand. What is new in an answer does not trouble it. */
export function broken(before: Shape, now: Shape): string[] {
  return [...before].flatMap(([path, types]) => {
    const found = now.get(path);
    if (!found) return [`${path} is gone`];
    const strange = [...found].filter((type) => !types.has(type));
    return strange.map((type) => `${path} is ${type} now, and was ${[...types].join(' or ')}`);
  });
}
