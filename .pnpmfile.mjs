/** What is packed leads to what was built: only this repository has the sources. */
function withoutSources(value) {
  if (value === null || typeof value !== 'object') return value;
  const { source: _, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, withoutSources(inner)]));
}

const isShipped = (file) => !file.startsWith('./src/');

export const hooks = {
  beforePacking: ({ exports, sideEffects, ...manifest }) => ({
    ...manifest,
    exports: withoutSources(exports),
    sideEffects: Array.isArray(sideEffects) ? sideEffects.filter(isShipped) : sideEffects,
  }),
};
