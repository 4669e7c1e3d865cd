import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, isAlive } from './process.ts';
import { forgetRecord, writeRecord } from './runs.ts';

export interface Engine {
  readonly pid: number;
  /** Stops for good and deletes the folder of the run. */
  stop(): Promise<void>;
  /** SIGKILL, as a crash would; the data stays. */
  kill(): Promise<void>;
  /** Starts again on the same port and data, stopping first when it runs. */
  restart(): Promise<void>;
}

export interface EngineProgram {
  name: string;
  /** Settings, log and record of this instance; one of the arguments has to name it. */
  folder: string;
  port: number;
  command: string;
  args: string[];
  /** Resolves true once the engine answers. */
  answers(): Promise<boolean>;
}

export async function startEngine(program: EngineProgram): Promise<Engine> {
  let pid = await launch(program);
  const halt = async (name: NodeJS.Signals): Promise<void> => {
    await end(pid, name);
    forgetRecord(program.folder);
  };
  return {
    get pid() {
      return pid;
    },
    async stop() {
      await halt('SIGTERM');
      rmSync(program.folder, { recursive: true, force: true });
    },
    kill: () => halt('SIGKILL'),
    async restart() {
      await halt('SIGTERM');
      pid = await launch(program);
    },
  };
}

async function launch(program: EngineProgram): Promise<number> {
  const logFile = join(program.folder, 'engine.log');
  const log = openSync(logFile, 'a');
  // A session of its own, so that Ctrl-C in a terminal reaches the tests and not the engine under them.
  const child = spawn(program.command, program.args, { stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.unref();
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const pid = child.pid as number;
  writeRecord(program.folder, { pid, port: program.port });
  await untilAnswering(program, child, logFile);
  return pid;
}

async function untilAnswering(program: EngineProgram, child: ChildProcess, logFile: string): Promise<void> {
  const giveUpAt = Date.now() + 90_000;
  while (!(await program.answers())) {
    const ended = child.exitCode !== null || child.signalCode !== null || !isAlive(child.pid as number);
    if (!ended && Date.now() < giveUpAt) {
      await sleep(50);
      continue;
    }
    const problem = ended ? 'ended before it answered' : 'does not answer';
    const lastLine = readFileSync(logFile, 'utf8').trim().split('\n').at(-1) ?? '';
    await end(child.pid as number, 'SIGKILL');
    throw new Error(`${program.name} ${problem}; its log ${logFile} ends with "${lastLine}".`);
  }
}
