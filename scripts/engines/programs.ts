import { execFileSync } from 'node:child_process';
import { accessSync, constants, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Program {
  /** What a person calls it. */
  title: string;
  /** Full paths or names to look for on PATH, best first. */
  names: string[];
  /** The apt packages that bring it. */
  packages: string[];
  /** How else to provide it. */
  otherwise: string;
}

export function findProgram(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name))));
  return paths.find(isExecutable);
}

/** The path of a program, installed first when it is missing and apt can be used. */
export function needProgram(program: Program): string {
  const found = findProgram(program.names);
  if (found) return found;
  const missing = `${program.title} was not found: install it (apt-get install ${program.packages.join(' ')})${program.otherwise}.`;
  if (process.getuid?.() !== 0 || !findProgram(['apt-get'])) throw new Error(missing);
  installPackages(program.packages);
  const installed = findProgram(program.names);
  if (!installed) throw new Error(missing);
  return installed;
}

function installPackages(packages: string[]): void {
  console.error(`engines: installing ${packages.join(', ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    execFileSync('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
  const forbid = forbidServices();
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
  } catch (cause) {
    const reason = String((cause as { stderr?: Buffer }).stderr ?? cause)
      .trim()
      .split('\n')
      .at(-1);
    throw new Error(`apt-get could not install ${packages.join(', ')} (${reason}): install them by hand.`, { cause });
  } finally {
    forbid.lift();
  }
}

/** The distribution starts a service as soon as it is installed; ours are started on ports of their own instead. */
function forbidServices(): { lift(): void } {
  const policy = '/usr/sbin/policy-rc.d';
  try {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
  } catch {
    return { lift: () => undefined };
  }
  return { lift: () => rmSync(policy, { force: true }) };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
