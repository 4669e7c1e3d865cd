import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { REALTIME_PATH, type ServerMessages } from '../packages/contract/src/index.ts';
import type { KnownCaller } from '../packages/server/src/kernel/caller.ts';
import type { Tenant } from '../packages/server/src/kernel/tenant.ts';
import { createRealtime } from '../packages/server/src/platform/realtime/realtime-server.ts';
import type { CrowdOrder, CrowdReport } from './crowd.ts';
import { compare, type Measured } from './harness.ts';

const SOCKETS = 5000;
const CROWDS = 2;
const PER_ROUND = 20;
const MAX_BYTES = 300;
const ROOM = 'leaderboards:4bQ0X2m3c9d1';

type Changed = Parameters<ServerMessages['changed']>[0];

/** One row that moved, as everybody in the room is told of it. */
const change = (version: number): Changed => ({
  kind: 'leaderboard',
  key: 'top-sellers',
  room: ROOM,
  from: version - 1,
  version,
  total: 100_000,
  length: 100,
  rows: [
    {
      at: 3,
      entry: {
        rank: 4,
        previousRank: 5,
        id: 'creator-12345',
        name: 'Ada',
        image: null,
        url: null,
        score: 1234,
        tied: false,
        isMe: false,
      },
    },
  ],
});

/** What goes over the wire, on both sides. */
const textOf = (version: number) => `42${JSON.stringify(['changed', change(version)])}`;

interface Side {
  emit(version: number): void;
  readonly crowds: readonly Crowd[];
}

interface Crowd {
  /** When the last of its sockets had the message, in nanoseconds of the machine's clock. */
  hears(): Promise<bigint>;
  stop(): void;
}

/** The server's own push: Socket.IO behind the handshake, and rooms. */
async function openOurs(): Promise<Side> {
  const caller: KnownCaller = { kind: 'publishable', tenant: { id: 1 } as unknown as Tenant, credential: 'pk' };
  const realtime = createRealtime({
    authenticate: async () => caller,
    clock: { now: Date.now },
    report: console.error,
    limits: { connectsPerMinute: 10 * SOCKETS },
  });
  const server = createServer();
  realtime.attach(server, {
    roomOf: () => ROOM,
    async watch(_request, watcher) {
      watcher.join(ROOM);
      return {} as never;
    },
    unwatch() {},
    forget() {},
  });
  const url = await addressOf(server);
  return {
    emit: (version) => realtime.rooms.send(ROOM, 'changed', change(version)),
    crowds: await gather({ url: `${url}${REALTIME_PATH}/?EIO=4&transport=websocket`, speaks: 'socket.io' }),
  };
}

/** `ws` and a loop over its sockets. */
async function openRaw(): Promise<Side> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  return {
    emit(version) {
      const text = textOf(version);
      for (const socket of sockets.clients) socket.send(text);
    },
    crowds: await gather({ url: await addressOf(server), speaks: 'nothing' }),
  };
}

async function addressOf(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const gather = (order: Omit<CrowdOrder, 'sockets'>) =>
  Promise.all(Array.from({ length: CROWDS }, () => openCrowd({ ...order, sockets: SOCKETS / CROWDS })));

async function openCrowd(order: CrowdOrder): Promise<Crowd> {
  const child = fork(new URL('./crowd.ts', import.meta.url), [JSON.stringify(order)]);
  child.once('exit', (code) => {
    if (code) throw new Error('A crowd has broken up.');
  });
  const report = () =>
    new Promise<CrowdReport>((resolve) => child.once('message', (told: CrowdReport) => resolve(told)));
  await report();
  return { hears: async () => BigInt((await report()).at), stop: () => void child.kill() };
}

/** From the call that sends to the last socket that has it, one message after the other. */
async function broadcast(side: Side, round: number): Promise<Measured> {
  let nanoseconds = 0n;
  for (let message = 1; message <= PER_ROUND; message++) {
    const heard = Promise.all(side.crowds.map((crowd) => crowd.hears()));
    const start = process.hrtime.bigint();
    side.emit(round * PER_ROUND + message);
    const ends = await heard;
    nanoseconds += ends.reduce((latest, at) => (at > latest ? at : latest)) - start;
  }
  return { units: PER_ROUND * SOCKETS, seconds: Number(nanoseconds) / 1e9 };
}

export async function run(): Promise<void> {
  const bytes = Buffer.byteLength(textOf(99_999));
  if (bytes > MAX_BYTES) throw new Error(`The message has ${bytes} bytes.`);
  const [ours, raw] = [await openOurs(), await openRaw()];
  await compare({
    name: 'broadcast',
    unit: 'deliveries/s',
    ours: (round) => broadcast(ours, round),
    reference: (round) => broadcast(raw, round),
    notes: () => [
      `${SOCKETS.toLocaleString('en')} sockets in ${CROWDS} processes, ${bytes} B a message, ${PER_ROUND} messages a round, each from emit to last delivery.`,
    ],
  });
  for (const crowd of [...ours.crowds, ...raw.crowds]) crowd.stop();
}
