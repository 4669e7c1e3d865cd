const sheets = import.meta.glob<string>('../../packages/widgets/themes/*.css', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The style sheet of each theme that we ship, by its name. The default one needs none. */
export const themeSheets: Record<string, string | undefined> = Object.fromEntries(
  Object.entries(sheets).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1, -'.css'.length), url]),
);
