import { connect, createServer, type Socket } from 'node:net';

/** A way to an engine that can be taken away: a stand-in for its crash, its restart, and a network that swallows. */
export interface EngineProxy {
  readonly port: number;
  /** Cuts every connection and takes none until `restore`. */
  cut(): void;
  /** From now on answers are lost; the connections stay open. */
  swallowAnswers(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function startProxy(target: { readonly host: string; readonly port: number }): Promise<EngineProxy> {
  let mode: 'open' | 'cut' | 'swallowing' = 'open';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  };
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((near) => {
    keep(near);
    if (mode === 'cut') return near.resetAndDestroy();
    const far = connect(target.port, target.host);
    keep(far);
    near.on('data', (bytes) => far.write(bytes)).on('close', () => far.destroy());
    far.on('data', (bytes) => mode !== 'swallowing' && near.write(bytes)).on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    cut() {
      mode = 'cut';
      drop();
    },
    swallowAnswers() {
      mode = 'swallowing';
    },
    restore() {
      // What was swallowed cannot be said again: such a connection is of no more use.
      if (mode === 'swallowing') drop();
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
