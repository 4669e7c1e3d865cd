const BENCHES: Readonly<Record<string, () => Promise<{ run: () => Promise<void> }>>> = {
  ingest: () => import('./ingest.ts'),
  'ingest-naive': () => import('./ingest-naive.ts'),
  import: () => import('./import.ts'),
  'single-write': () => import('./single-write.ts'),
  'board-top': async () => ({ run: (await import('./board.ts')).runTop }),
  'board-top-cached': async () => ({ run: (await import('./board.ts')).runTopCached }),
  'board-around': async () => ({ run: (await import('./board.ts')).runAround }),
  rebuild: () => import('./rebuild.ts'),
  broadcast: () => import('./broadcast.ts'),
  size: () => import('./browser/size.ts'),
  'page-of-five': () => import('./browser/page-of-five.ts'),
  'hundred-rows': () => import('./browser/hundred-rows.ts'),
};

const [name = ''] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load) {
  const { run } = await load();
  await run();
  process.exit();
}
console.error(`Usage: npm run bench -- <${Object.keys(BENCHES).join(' | ')}>`);
process.exit(1);
