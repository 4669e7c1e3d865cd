/** Keeps one `<link>` of the page pointing at a style sheet. Resolves when that has come. */
export async function useStyleSheet(role: string, url: string | undefined): Promise<void> {
  const present = document.head.querySelector<HTMLLinkElement>(`link[data-role="${role}"]`);
  if ((present?.getAttribute('href') ?? undefined) === url) return;
  present?.remove();
  if (!url) return;
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: url });
  link.dataset.role = role;
  const loaded = new Promise<void>((done) => {
    link.onload = () => done();
    link.onerror = () => done();
  });
  document.head.append(link);
  await loaded;
}
