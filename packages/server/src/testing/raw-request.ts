import { connect } from 'node:net';

export interface RawReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Sends bytes as they are and answers the first reply, once the server has closed the connection.
 * For what no HTTP client would send; add `Connection: close` where the request is a sound one.
 */
export function rawRequest(port: number, ...chunks: (string | Buffer)[]): Promise<RawReply> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    socket.on('data', (bytes) => received.push(bytes));
    // A server that refuses early may reset while bytes are still on their way: what it said is what counts.
    socket.on('error', (error) => (received.length > 0 ? resolve(parseReply(received)) : reject(error)));
    socket.on('close', () => (received.length > 0 ? resolve(parseReply(received)) : reject(new Error('no reply'))));
  });
}

function parseReply(received: Buffer[]): RawReply {
  const [head = '', body = ''] = Buffer.concat(received).toString('utf8').split('\r\n\r\n', 2);
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
  });
  return { status: Number(statusLine.split(' ')[1]), headers: new Map(headers), body };
}
