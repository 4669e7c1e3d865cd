import { connect } from 'node:net';
import { cacheFolder } from './cache.ts';
import { type Engine, startEngine } from './engine.ts';
import { freePort } from './process.ts';
import { needProgram, type Program } from './programs.ts';
import { newRun } from './runs.ts';

export interface Redis extends Engine {
  readonly url: string;
}

const program: Program = {
  title: 'Redis',
  names: ['redis-server'],
  packages: ['redis-server'],
  service: 'redis-server',
};

export const installRedis = (): string => needProgram(program);

/** A Redis of one's own in memory: it starts empty, also after a kill, as a lost cache would. */
export async function startRedis(options: { port?: number } = {}): Promise<Redis> {
  return launchRedis(options.port ?? (await freePort()), await newRun('redis'));
}

export const backgroundRedisFolder = (): string => cacheFolder('background', 'redis');

export async function startBackgroundRedis(port: number): Promise<Redis> {
  return launchRedis(port, backgroundRedisFolder());
}

async function launchRedis(port: number, folder: string): Promise<Redis> {
  const engine = await startEngine({
    name: 'Redis',
    folder,
    port,
    command: installRedis(),
    // Redis writes over its command line unless told not to, and the folder in it tells whose process this is.
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'no', '--set-proc-title', 'no'],
    ],
    answers: () => ping(port),
  });
  return Object.assign(engine, { url: `redis://127.0.0.1:${port}` });
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('data', (reply) => {
      resolve(reply.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}
