import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { run } from './child.mjs';
import { withLock } from './lock.mjs';

const PNPM = '12.21.0';
const NODE_MAJOR = 24;
const windows = process.platform === 'win32';

/** Installs what the lockfile says, unless that is done already, and answers with the Node to run. */
export async function install(root) {
  const stampFile = join(root, 'node_modules', '.bootstrap-stamp');
  const fingerprint = fingerprintOf(root);
  const installed = () => readStamp(stampFile).fingerprint === fingerprint;
  if (!installed()) {
    requireWritable(root);
    await withLock(join(root, '.cache', 'bootstrap.lock'), async () => {
      if (installed()) return;
      await installPackages(root);
      writeFileSync(stampFile, JSON.stringify({ fingerprint, node: chooseNode(root) }));
    });
  }
  const { node } = readStamp(stampFile);
  return node === 'own' ? ownNode() : join(root, node);
}

function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Everything that decides what an install brings: a change in any of it makes the next run install. */
function fingerprintOf(root) {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const hash = createHash('sha256').update([PNPM, process.platform, process.arch, workspace].join('\n'));
  const manifests = workspaceFolders(root, workspace).map((folder) => join(folder, 'package.json'));
  const patches = pathsIn(root, 'patches');
  for (const file of ['pnpm-lock.yaml', '.pnpmfile.mjs', 'package.json', ...patches, ...manifests]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** The folders that the list `packages:` names, each as it is or with `/*` for all in it. */
function workspaceFolders(root, workspace) {
  const list = /^packages:\n((?: +- .*\n)+)/m.exec(workspace)?.[1] ?? '';
  return [...list.matchAll(/- (.+)/g)].flatMap(([, pattern]) => {
    if (!pattern.endsWith('/*')) return [pattern];
    return pathsIn(root, pattern.slice(0, -2));
  });
}

function pathsIn(root, folder) {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [];
  return names.map((name) => `${folder}/${name}`);
}

function requireWritable(root) {
  try {
    accessSync(root, constants.W_OK);
  } catch {
    throw new Error(`the packages are not installed and you may not write to ${root}: let its owner run this once.`);
  }
}

async function installPackages(root) {
  const started = Date.now();
  const pnpm = ['exec', '--yes', `--package=pnpm@${PNPM}`, '--', 'pnpm'];
  const patience = ['--config.fetchRetryMintimeout=1000', '--config.fetchRetryMaxtimeout=5000'];
  const args = [...pnpm, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false', ...patience];
  const complaints = [];
  const options = { cwd: root, env: npmEnvironment(), shell: windows, stdio: ['inherit', process.stderr.fd, 'pipe'] };
  const code = await run('npm', args, options, (child) => sortOut(child.stderr, complaints)).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('npm was not found on PATH: install it together with Node and run again.');
  });
  if (code > 128) process.exit(code); // interrupted
  if (code !== 0) {
    const reason = complaints[0] ? `npm says "${complaints[0]}"` : 'see pnpm above';
    const advice = 'check that the npm registry answers and the disk has room, and run again';
    throw new Error(`the packages could not be installed (${reason}): ${advice}.`);
  }
  console.error(`bootstrap: installed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Keeps what npm itself complains of, a screen of stack traces, and lets through what pnpm says. */
function sortOut(stream, complaints) {
  createInterface({ input: stream }).on('line', (line) => {
    const npm = /^npm (?:error|warn) (?:code )?(.*)/.exec(line);
    if (npm) complaints.push(npm[1]);
    else console.error(line);
  });
}

/**
 * Without what `npm start` tells its children about itself, but with how to reach the registry. Without a network npm
 * would try again for over a minute before it says so.
 */
function npmEnvironment() {
  const kept = /^npm_config_(registry|cafile|proxy|https_proxy|noproxy|cache|userconfig)$/i;
  const entries = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name));
  return {
    ...Object.fromEntries(entries),
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
    npm_config_prefer_offline: 'true',
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_maxtimeout: '5000',
  };
}

/** Node 24 from the npm package `node`, or, where that package has none for this machine, the one that runs this. */
function chooseNode(root) {
  const packaged = join('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  try {
    execFileSync(join(root, packaged), ['--version'], { stdio: 'ignore' });
    return packaged;
  } catch {
    ownNode();
    return 'own';
  }
}

function ownNode() {
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR) return process.execPath;
  const machine = `${process.platform} on ${process.arch}`;
  const advice = `run again, or install Node ${NODE_MAJOR} or newer first`;
  throw new Error(`npm brought no Node ${NODE_MAJOR} that runs here, ${machine}: ${advice}.`);
}
