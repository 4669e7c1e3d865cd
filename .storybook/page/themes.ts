const sheets = import.meta.glob<string>(['../../packages/widgets/themes/*.css', '!**/default.css'], {
  query: '?url',
  import: 'default',
  eager: true,
});

/** The style sheet of each theme that we ship, by its name. The default one is what is there without any. */
export const themeSheets: Record<string, string | undefined> = Object.fromEntries(
  Object.entries(sheets).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1, -'.css'.length), url]),
);
