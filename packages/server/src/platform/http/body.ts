import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ProblemError } from '../../kernel/problem-error.ts';
import { parseJson } from './json-text.ts';

const unzip = promisify(gunzip);

export const DEFAULT_BODY_LIMIT = 64 * 1024;

const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset[ \t]*=[ \t]*"?utf-8"?[ \t]*)?$/i;

/** The parsed JSON of a request, of at most `limit` bytes as sent and as unpacked. */
export async function readJsonBody(request: IncomingMessage, limit: number): Promise<unknown> {
  if (!hasBody(request)) throw new ProblemError('invalid-request', 'A JSON body is needed, and there is none.');
  const encoding = checkHeaders(request);
  const bytes = await readBytes(request, limit);
  return parseJson(encoding === 'gzip' ? await unpack(bytes, limit) : bytes);
}

export function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function checkHeaders(request: IncomingMessage): string {
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    throw new ProblemError('unsupported-media-type', 'Send the body as application/json in UTF-8.', {
      headers: { Accept: 'application/json' },
    });
  }
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new ProblemError('unsupported-media-type', 'The body may be packed with gzip, or not at all.', {
      headers: { 'Accept-Encoding': 'gzip, identity' },
    });
  }
  return encoding;
}

function tooLarge(limit: number): ProblemError {
  return new ProblemError('payload-too-large', `The body may be at most ${limit} bytes.`);
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else reject(tooLarge(limit));
    });
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on('error', (cause) =>
      reject(new ProblemError('invalid-request', 'The body did not arrive whole.', { cause })),
    );
  });
}

async function unpack(bytes: Buffer, limit: number): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw new ProblemError('invalid-request', 'The body is not valid gzip.');
  }
}
