import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Sent = { path: string; body: { events?: Record<string, unknown>[] } };

/**
 * Stands for an engagement server at its HTTP edge: accepts what it is sent and keeps it.
 * On every board whoever is asked for comes first, with a score of all events so far.
 */
export async function startEngagementDouble() {
  const sent: Sent[] = [];
  const events = () => sent.flatMap(({ path, body }) => (path === '/v1/events/batch' ? (body.events ?? []) : []));
  const board = (path: string) => {
    const id = /\/around\/([^?]+)/.exec(path)?.[1];
    return { total: 0, data: id ? [{ id: decodeURIComponent(id), rank: 1, score: events().length }] : [] };
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'GET') return void response.end(JSON.stringify(board(request.url ?? '')));
    const body = JSON.parse(Buffer.concat(chunks).toString());
    sent.push({ path: request.url ?? '', body });
    response.end(JSON.stringify({ accepted: 1, rejected: 0, results: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    events,
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}
