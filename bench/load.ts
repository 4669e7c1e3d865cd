import { Agent, request } from 'node:http';
import { parentPort, Worker } from 'node:worker_threads';
import type { Measured } from './harness.ts';

/** Requests that all go to one address, as fast as the answers come back. */
export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodies: readonly string[];
  readonly connections: number;
}

/** Posts everything from a thread of its own, so that the load takes no turns from the server. Every answer must be 200. */
export async function post(load: Load): Promise<Measured> {
  const worker = new Worker(new URL(import.meta.url));
  try {
    const seconds = await new Promise<number>((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
      worker.postMessage(load);
    });
    return { units: load.bodies.length, seconds };
  } finally {
    await worker.terminate();
  }
}

parentPort?.once('message', async (load: Load) => parentPort?.postMessage(await postAll(load)));

async function postAll({ url, headers, bodies, connections }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let next = 0;
  const caller = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await send(url, headers, body, agent);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, caller));
  agent.destroy();
  return (performance.now() - start) / 1000;
}

function send(url: string, headers: Load['headers'], body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } });
    asked.once('response', (answer) => {
      answer.resume().once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`answered ${answer.statusCode}`));
      });
    });
    asked.once('error', reject).end(body);
  });
}
