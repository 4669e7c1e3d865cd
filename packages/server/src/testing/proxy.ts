import { connect, createServer, type Socket } from 'node:net';

/** Looks at what passes on one connection, and says what of it goes on. */
export interface Inspector {
  /** From the client to the engine. */
  request?(bytes: Buffer): Buffer;
  /** From the engine to the client; null ends the connection, and what was said in it stays unsaid. */
  reply?(bytes: Buffer): Buffer | null;
}

/** A way to an engine that can be taken away: a stand-in for its crash, its restart, and a network that swallows. */
export interface EngineProxy {
  readonly port: number;
  /** The ports from which the engine sees its connections come. */
  enginePorts(): number[];
  /** Cuts every connection and takes none until `restore`. */
  cut(): void;
  /** Cuts every connection, and takes new ones. How many there were. */
  reset(): number;
  /** From now on answers are lost; the connections stay open. */
  swallowAnswers(): void;
  /** From now on nothing gets through, either way; connections stay open and new ones are taken. */
  blackHole(): void;
  /** From now on what is said is under way for so long, each way. */
  slow(delayMs: () => number): void;
  restore(): void;
  close(): Promise<void>;
}

type Mode = 'open' | 'cut' | 'swallowing' | 'black-hole';

/** `inspect` makes an inspector for each connection. */
export async function startProxy(
  target: { readonly host: string; readonly port: number },
  inspect: () => Inspector = () => ({}),
): Promise<EngineProxy> {
  let mode: Mode = 'open';
  let delayMs: (() => number) | undefined;
  const near = new Set<Socket>();
  const far = new Set<Socket>();
  const keep = (socket: Socket, among: Set<Socket>) => {
    among.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => among.delete(socket));
  };
  const drop = () => {
    for (const socket of [...near, ...far]) socket.resetAndDestroy();
  };
  /** Writes in the order of arrival, each as late as the network is slow. */
  const deliver = (from: Socket, to: Socket, judge: (bytes: Buffer) => Buffer | null, lost: () => boolean) => {
    let before = Promise.resolve();
    from.on('data', (bytes) => {
      if (lost()) return;
      const passed = judge(bytes);
      if (passed === null) return void [from, to].map((socket) => socket.resetAndDestroy());
      if (!delayMs) {
        to.write(passed);
        return;
      }
      const wait = delayMs();
      before = before.then(async () => {
        await new Promise((resolve) => setTimeout(resolve, wait));
        if (!to.destroyed) to.write(passed);
      });
    });
    from.on('close', () => to.destroy());
  };
  const server = createServer((client) => {
    keep(client, near);
    if (mode === 'cut') return client.resetAndDestroy();
    const engine = connect(target.port, target.host);
    keep(engine, far);
    for (const socket of [client, engine]) socket.setNoDelay(true);
    const inspector = inspect();
    deliver(
      client,
      engine,
      (bytes) => inspector.request?.(bytes) ?? bytes,
      () => mode === 'black-hole',
    );
    deliver(
      engine,
      client,
      (bytes) => (inspector.reply ? inspector.reply(bytes) : bytes),
      () => mode === 'black-hole' || mode === 'swallowing',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    enginePorts: () => [...far].flatMap(({ localPort }) => localPort ?? []),
    cut() {
      mode = 'cut';
      drop();
    },
    reset() {
      const open = near.size;
      drop();
      return open;
    },
    swallowAnswers() {
      mode = 'swallowing';
    },
    blackHole() {
      mode = 'black-hole';
    },
    slow(delay) {
      delayMs = delay;
    },
    restore() {
      delayMs = undefined;
      // What was swallowed cannot be said again: such a connection is of no more use.
      if (mode === 'swallowing' || mode === 'black-hole') drop();
      mode = 'open';
    },
    async close() {
      drop();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The same address, by way of the proxy. */
export function through(url: string, proxy: EngineProxy): string {
  const target = new URL(url);
  target.port = `${proxy.port}`;
  target.hostname = '127.0.0.1';
  return target.href;
}
