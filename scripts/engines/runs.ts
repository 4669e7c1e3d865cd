import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { basename, join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { memoryFolder, roomInMemory } from './memory.ts';
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

/** A folder for one engine that belongs to this process, and goes with it however it ends; `quick` ones are in memory where there is room. */
export async function newRun(name: string, quick = false): Promise<string> {
  startGuard();
  await clearLeftovers();
  const stamp = Math.random().toString(36).slice(2, 8);
  const place = quick && roomInMemory() ? memoryFolder : cacheFolder('runs');
  const folder = join(place, `${process.pid}-${name}-${stamp}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Ends the engines and deletes the folders of processes that are gone. */
export async function clearLeftovers(gone?: number): Promise<void> {
  const clear = async (folder: string): Promise<void> => {
    const owner = Number.parseInt(basename(folder), 10);
    if (owner !== gone && isAlive(owner)) return;
    const record = readRecord(folder);
    if (record) await end(record.pid, 'SIGINT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const places = [cacheFolder('runs'), memoryFolder].filter((place) => existsSync(place));
  await Promise.all(places.flatMap((place) => readdirSync(place).map((name) => clear(join(place, name)))));
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
