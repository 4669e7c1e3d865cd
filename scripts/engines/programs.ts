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
  /** The service that comes with the packages and is not wanted. */
  service?: string;
  /** How else to name it, when PATH does not. */
  setting?: string;
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
  const elsewhere = program.setting ? `set ${program.setting} to it` : 'put it on PATH';
  const advice = `install it (on Debian: apt-get install ${program.packages.join(' ')}) or ${elsewhere}`;
  const missing = `${program.title} was not found: ${advice}.`;
  if (process.getuid?.() !== 0 || !findProgram(['apt-get'])) throw new Error(missing);
  installPackages(program);
  const installed = findProgram(program.names);
  if (!installed) throw new Error(missing);
  return installed;
}

function installPackages({ packages, service }: Program): void {
  const wanted = packages.join(', ');
  console.error(`engines: installing ${wanted} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
  const forbid = forbidServices();
  try {
    if (!listsAreFresh) run('apt-get', 'update', '-qq');
    listsAreFresh = true;
    run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages);
    if (service) run('update-rc.d', service, 'disable');
  } catch (cause) {
    const output = String((cause as { stderr?: Buffer }).stderr ?? cause);
    const reason = output.trim().split('\n').at(-1);
    throw new Error(`apt-get could not install ${wanted} (${reason}): check the network, or install them by hand.`, {
      cause,
    });
  } finally {
    forbid.lift();
  }
}

let listsAreFresh = false;

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
