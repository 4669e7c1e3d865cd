// Zero-dependency bootstrap: needs only Node >= 20 and npm.  usage: node scripts/bootstrap.mjs <pnpm script> [args]
import { spawnSync, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const PNPM = '12.21.0';
const NODE_MAJOR = 24;
const [script = 'start:inner', ...args] = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Node >= 20 is needed to bootstrap (this is ${process.version}).`);
  process.exit(1);
}
const win = process.platform === 'win32';
const bin = join(root, 'node_modules', '.bin');
const stampFile = join(root, 'node_modules', '.bootstrap-stamp');

// drop npm_* that the outer `npm start` leaks into children (npm_config_prefix etc. confuse pnpm/npm)
const env = Object.fromEntries(Object.entries(process.env).filter(([k]) => !/^npm_(?!config_(registry|cafile|proxy|https_proxy|cache|userconfig))/i.test(k)));
Object.assign(env, {
  npm_config_yes: 'true', npm_config_loglevel: 'error', npm_config_update_notifier: 'false',
  npm_config_audit: 'false', npm_config_fund: 'false',
});

function fingerprint() {
  const h = createHash('sha256').update(PNPM).update(process.platform + process.arch);
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'];
  for (const d of ['packages', 'examples'])
    if (existsSync(join(root, d)))
      for (const e of readdirSync(join(root, d)).sort()) files.push(`${d}/${e}/package.json`);
  for (const f of files) { const p = join(root, f); if (existsSync(p)) h.update(f).update(readFileSync(p)); }
  return h.digest('hex');
}
const pnpm = (a, opts = {}) =>
  spawnSync('npm', ['exec', '--yes', `--package=pnpm@${PNPM}`, '--', 'pnpm', ...a], { cwd: root, stdio: 'inherit', env, shell: win, ...opts });

const fp = fingerprint();
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== fp) {
  const t = Date.now();
  const r = pnpm(['install', existsSync(join(root, 'pnpm-lock.yaml')) ? '--frozen-lockfile' : '--no-frozen-lockfile']);
  if (r.status !== 0) process.exit(r.status ?? 1);
  const v = execFileSync(join(bin, win ? 'node.cmd' : 'node'), ['-p', 'process.versions.node'], { encoding: 'utf8', shell: win }).trim();
  if (Number(v.split('.')[0]) !== NODE_MAJOR) { console.error(`expected Node ${NODE_MAJOR} in node_modules/.bin, got ${v}`); process.exit(1); }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, fingerprint());
  console.error(`bootstrap: installed in ${((Date.now() - t) / 1000).toFixed(1)} s (Node ${v}, pnpm ${PNPM})`);
}
// Run the inner script WITHOUT pnpm/npx in between: node_modules/.bin first on PATH gives Node 24 to every child.
const inner = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts[script];
if (!inner) { console.error(`no script "${script}"`); process.exit(1); }
const child = spawnSync([inner, ...args.map((a) => JSON.stringify(a))].join(' '), {
  cwd: root, shell: true, stdio: 'inherit',
  env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
});
process.exit(child.status ?? (child.signal ? 128 : 1));
