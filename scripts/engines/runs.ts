import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { commandLine, end, isAlive } from './process.ts';

/** What is written beside a running engine, so that a later process can find it and stop it. */
export interface EngineRecord {
  pid: number;
  port: number;
}

const recordFile = (folder: string): string => join(folder, 'engine.json');

export function writeRecord(folder: string, record: EngineRecord): void {
  writeFileSync(recordFile(folder), JSON.stringify(record));
}

export function forgetRecord(folder: string): void {
  rmSync(recordFile(folder), { force: true });
}

/** The record of a folder whose engine really runs. */
export function readRecord(folder: string): EngineRecord | undefined {
  let record: EngineRecord;
  try {
    record = JSON.parse(readFileSync(recordFile(folder), 'utf8'));
  } catch {
    return undefined;
  }
  return isAlive(record.pid) && commandLine(record.pid).includes(folder) ? record : undefined;
}

/** A folder for one engine that belongs to this process, and goes with it however it ends. */
export async function newRun(name: string): Promise<string> {
  startGuard();
  await clearLeftovers();
  const stamp = Math.random().toString(36).slice(2, 8);
  return cacheFolder('runs', `${process.pid}-${name}-${stamp}`);
}

/** Ends the engines and deletes the folders of processes that are gone. */
export async function clearLeftovers(gone?: number): Promise<void> {
  const runs = cacheFolder('runs');
  const clear = async (name: string): Promise<void> => {
    const owner = Number.parseInt(name, 10);
    if (owner !== gone && isAlive(owner)) return;
    const folder = join(runs, name);
    const record = readRecord(folder);
    if (record) await end(record.pid, 'SIGINT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  await Promise.all(readdirSync(runs).map(clear));
}

let guarded = false;

function startGuard(): void {
  if (guarded) return;
  guarded = true;
  const script = join(import.meta.dirname, 'guard.ts');
  const guard = spawn(process.execPath, [script, String(process.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  (guard.stdin as Socket).unref();
}
