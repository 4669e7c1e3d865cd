// Sources are not published, so nobody may be sent to them.
const withoutSource = (value) => {
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'source');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutSource(inner)]));
};

module.exports = {
  hooks: {
    beforePacking: (manifest) => ({
      ...manifest,
      ...(manifest.exports && { exports: withoutSource(manifest.exports) }),
    }),
  },
};
