import { statSync } from 'node:fs';
import { dirname } from 'node:path';

const oldestNode = 20;

export function requireNode() {
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return;
  throw new Error(`this is Node ${process.versions.node}: install Node ${oldestNode} or newer and run again.`);
}

/** Postgres refuses to run as root, and the user it runs as instead has to get at its programs and its data. */
export function requireOpenFolders(root) {
  if (process.getuid?.() !== 0) return;
  for (let folder = root; folder !== dirname(folder); folder = dirname(folder)) {
    if (statSync(folder).mode & 0o001) continue;
    const advice = 'move the checkout, run this as another user, or open the folder';
    throw new Error(`Postgres cannot run as root and others may not enter ${folder}: ${advice} (chmod o+x ${folder}).`);
  }
}
