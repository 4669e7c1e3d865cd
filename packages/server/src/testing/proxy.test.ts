import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EngineProxy, startProxy } from './proxy.ts';

/** An engine that says back what it hears. */
const echo = createServer((socket) => void socket.on('error', () => {}).pipe(socket));
let proxy: EngineProxy;

beforeEach(async () => {
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await startProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});
afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

function dial() {
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => {});
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes;
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, heard: () => heard, closed };
}

test('what is slow arrives late, whole and in order', async () => {
  const { socket, heard } = dial();
  const delays = [60, 1, 30];
  proxy.slow(() => delays.shift() ?? 1);
  const began = performance.now();
  for (const text of ['one ', 'two ', 'three']) {
    socket.write(text);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await vi.waitFor(() => expect(heard()).toBe('one two three'));
  expect(performance.now() - began).toBeGreaterThan(55);
});

test('a black hole takes connections and says nothing; after it such a connection is of no use', async () => {
  const before = dial();
  before.socket.write('a');
  await vi.waitFor(() => expect(before.heard()).toBe('a'));
  proxy.blackHole();
  const during = dial();
  await once(during.socket, 'connect');
  before.socket.write('b');
  during.socket.write('c');
  proxy.restore();
  await Promise.all([before.closed, during.closed]);
  expect([before.heard(), during.heard()]).toEqual(['a', '']);
  const after = dial();
  after.socket.write('d');
  await vi.waitFor(() => expect(after.heard()).toBe('d'));
});

test('a reset ends what is open, tells how many that were, and takes new connections', async () => {
  const sockets = [dial(), dial()];
  for (const { socket } of sockets) socket.write('x');
  await vi.waitFor(() => expect(sockets.map(({ heard }) => heard())).toEqual(['x', 'x']));
  expect(proxy.enginePorts()).toHaveLength(2);
  expect(proxy.reset()).toBe(2);
  await Promise.all(sockets.map(({ closed }) => closed));
  const next = dial();
  next.socket.write('y');
  await vi.waitFor(() => expect(next.heard()).toBe('y'));
});
