import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { commandLine, isAlive, signal } from './process.ts';

/** What is written beside a running engine, so that a later process can find it, stop it, or clear it away. */
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

/** A new temporary folder, named after the process that owns it. */
export function temporaryFolder(name: string): string {
  const stamp = Math.random().toString(36).slice(2, 8);
  return cacheFolder('runs', `${process.pid}-${name}-${stamp}`);
}

/** Ends engines and deletes folders that a killed run has left. */
export function clearLeftovers(): void {
  const runs = cacheFolder('runs');
  for (const name of readdirSync(runs)) {
    if (isAlive(Number.parseInt(name, 10))) continue;
    const folder = join(runs, name);
    const record = readRecord(folder);
    if (record) signal(record.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
