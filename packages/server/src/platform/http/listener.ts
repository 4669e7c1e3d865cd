import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperatorError } from '../../kernel/operator-error.ts';
import { MAX_HEAD_BYTES, refuseBrokenConnections } from './connection-errors.ts';

const MAX_HEAD_MS = 15_000;
/** Longer than the minute that load balancers keep a connection, so that it is they who end it. */
const KEEP_ALIVE_MS = 65_000;

const SWEEP_MS = 50;

/** A Node server that gives a request `requestTimeoutMs` to arrive whole. */
export function createListener(handle: RequestListener, requestTimeoutMs: number): Server {
  const timeouts = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(MAX_HEAD_MS, requestTimeoutMs),
    connectionsCheckingInterval: Math.min(1000, requestTimeoutMs / 4),
    keepAliveTimeout: KEEP_ALIVE_MS,
  };
  // Nothing here depends on Host, and Node would answer its absence, and an unknown Expect, with no problem document.
  const server = createServer({ ...timeouts, maxHeaderSize: MAX_HEAD_BYTES, requireHostHeader: false }, handle);
  server.on('checkExpectation', handle);
  refuseBrokenConnections(server);
  return server;
}

/** @throws OperatorError when the port, which the setting names, cannot be had */
export function listen(server: Server, port: number, host: string, setting = 'PORT'): Promise<number> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: NodeJS.ErrnoException) =>
      reject(new OperatorError(whyNot(cause, `${setting} ${port} at ${host}`, setting), { cause }));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function whyNot({ code, message }: NodeJS.ErrnoException, place: string, setting: string): string {
  if (code === 'EADDRINUSE') return `${place} is taken by another program: set ${setting} to one that is free.`;
  return `${place} cannot be listened on: ${message}.`;
}

/** Takes no more connections, and ends each that is open as soon as it is idle; after `graceMs` all of them. */
export function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
  });
}
