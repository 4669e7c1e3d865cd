import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { ProblemError, unauthenticated } from '../../kernel/problem-error.ts';
import { problemOf } from './reply.ts';

export const MAX_HEAD_BYTES = 16 * 1024;

interface ConnectionError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

/** Node says only that the head of the request is too large; what has arrived of it says which part. */
function headTooLarge(packet: string): ProblemError {
  const firstLine = packet.indexOf('\r\n');
  if (firstLine < 0 || firstLine > MAX_HEAD_BYTES) return new ProblemError('uri-too-long', 'The address is too long.');
  if (/\r\nauthorization:/i.test(packet)) return unauthenticated('The Authorization header is too long.');
  return new ProblemError('invalid-request', 'The headers are too large.');
}

function toProblem(error: ConnectionError): ProblemError {
  if (error.code === 'HPE_HEADER_OVERFLOW') return headTooLarge(error.rawPacket?.toString('latin1') ?? '');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new ProblemError('invalid-request', 'The request did not arrive in time.');
  }
  return new ProblemError('invalid-request', 'This is not a valid HTTP request.');
}

/** Refuses what never became a request: bytes that are not HTTP, a head that is too large, a body that dawdles. */
export function refuseBrokenConnections(server: Server): void {
  server.on('clientError', (error: ConnectionError, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const problem = toProblem(error);
    const requestId = randomUUID();
    const body = JSON.stringify(problemOf(problem, requestId));
    const headers = {
      ...problem.headers,
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Content-Length': `${Buffer.byteLength(body)}`,
      'X-Request-Id': requestId,
      Connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${problem.status} Refused`, ...lines, '', body].join('\r\n'));
    return undefined;
  });
}
