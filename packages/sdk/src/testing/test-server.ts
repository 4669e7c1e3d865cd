import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  BoardPage,
  ClientMessages,
  Entry,
  EventAnswer,
  Explanation,
  Problem,
  ProblemCode,
  ServerMessages,
} from '@engagement/contract';
import { PROBLEMS, problemType, REALTIME_PATH, WATCHED_ROWS } from '@engagement/contract';
import { Server } from 'socket.io';
import { diffRows } from './diff-rows.ts';
import { claimsOf } from './user-token.ts';

export interface Recorded {
  method: string;
  url: URL;
  token: string;
  /** The Prefer header. */
  prefer: string | undefined;
  body: { events: Record<string, unknown>[] };
  at: number;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** In place of a JSON body. */
  text?: string;
}

export type Handler = (request: Recorded) => Reply | undefined | Promise<Reply | undefined>;

export function problem(code: ProblemCode, detail = 'Because the test says so.'): Problem {
  return { type: problemType(code), ...PROBLEMS[code], detail, instance: 'req_1' };
}

export function entry(id: string, rank: number, score: number): Entry {
  return { rank, previousRank: null, id, name: null, image: null, url: null, score, tied: false, isMe: false };
}

/** A real HTTP and Socket.IO server that holds one board, `makers`, and speaks as the contract says. */
export class TestServer {
  readonly requests: Recorded[] = [];
  readonly sockets: string[] = [];
  readonly watches: string[] = [];
  /** Answers before the server does, when it returns a reply. */
  handler: Handler = () => undefined;
  refuseSockets = false;
  refuseWatch: Problem | null = null;
  /** Runs between the reading of the page and the answer to `watch`. */
  beforeReply = () => {};
  rows: Entry[] = [];
  version = 1;
  origin = '';
  readonly http = createServer((request, response) => void this.#serve(request, response));
  readonly io = new Server<ClientMessages, ServerMessages>(this.http, {
    path: REALTIME_PATH,
    transports: ['websocket'],
    cors: { origin: '*' },
  });

  async start(): Promise<this> {
    this.io.use((socket, next) => {
      const token = String(socket.handshake.auth.token);
      this.sockets.push(token);
      const refused = this.refuseSockets || claimsOf(token)?.expired;
      next(refused ? Object.assign(new Error('unauthenticated'), { data: problem('unauthenticated') }) : undefined);
    });
    this.io.on('connection', (socket) => {
      socket.on('watch', ({ key }, reply) => {
        this.watches.push(key);
        if (this.refuseWatch) return reply({ ok: false, problem: this.refuseWatch });
        if (key !== 'makers') return reply({ ok: false, problem: problem('board-unavailable') });
        void socket.join('room-1');
        const page = this.page(WATCHED_ROWS, String(socket.handshake.auth.token));
        this.beforeReply();
        reply({ ok: true, room: 'room-1', page });
      });
      socket.on('unwatch', (room) => void socket.leave(room));
    });
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    const closed = this.io.close();
    this.http.closeAllConnections();
    await closed;
  }

  page(limit: number, token: string): BoardPage {
    const own = claimsOf(token)?.sub;
    const rows = this.rows.map((row) => ({ ...row, isMe: row.id === own }));
    const unit = { label: 'downloads', currency: null };
    const names = { key: 'makers', name: 'Makers', subject: 'user', unit, scale: 0, segments: [], follows: false };
    const rules = { score: 'total', prior: null, minimum: null, minimumCount: null, placements: null } as const;
    const board = { ...names, ...rules, direction: 'descending', ranks: 'ordinal' } as const;
    const period = {
      key: 'all-time',
      window: 'all-time',
      start: null,
      end: null,
      label: 'All time',
      state: 'running',
      sealed: false,
      sealsAt: null,
      next: null,
    } as const;
    const mine = rows.find(({ isMe }) => isMe);
    const me = mine ? { ...mine, topPercent: 100, ahead: null } : null;
    const rest = { me, total: rows.length, version: this.version, nextCursor: rows.length > limit ? 'next' : null };
    return { board: { ...board, windows: ['all-time'] }, period, segment: null, data: rows.slice(0, limit), ...rest };
  }

  /** Puts other rows on the board and tells the room, as the contract says. */
  change(rows: Entry[], { silent = false } = {}): void {
    const before = this.rows.slice(0, WATCHED_ROWS);
    const from = this.version++;
    this.rows = rows;
    if (!silent) this.tell({ from, ...diffRows(before, rows.slice(0, WATCHED_ROWS)) });
  }

  tell(change: { from: number | null; rows: { at: number; entry: Entry }[]; length: number }): void {
    const { version, rows } = this;
    this.io
      .to('room-1')
      .emit('changed', { kind: 'leaderboard', key: 'makers', room: 'room-1', total: rows.length, version, ...change });
  }

  eventBatches(): Recorded[] {
    return this.requests.filter(({ url }) => url.pathname === '/v1/events/batch');
  }

  reads(): Recorded[] {
    return this.requests.filter(({ method }) => method === 'GET');
  }

  /** The queries that came together, request by request. */
  readsTogether(): Record<string, unknown>[][] {
    const batches = this.requests.filter(({ url }) => url.pathname === '/v1/leaderboards/entries/batch');
    return batches.map(({ body }) => (body as unknown as { queries: Record<string, unknown>[] }).queries);
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const request: Recorded = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', this.origin),
      token: (incoming.headers.authorization ?? '').replace('Bearer ', ''),
      prefer: incoming.headers.prefer as string | undefined,
      body: text ? JSON.parse(text) : { events: [] },
      at: Date.now(),
    };
    this.requests.push(request);
    const reply = (await this.handler(request)) ?? this.#standard(request);
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
  }

  /** Why somebody has the rank that the rows say; the facts for the user of the token alone. */
  explanation(id: string, token: string): Explanation {
    const { board, period, segment, version, total } = this.page(1, token);
    const row = this.rows.find((row) => row.id === id) ?? entry(id, 1, 0);
    const isMe = id === claimsOf(token)?.sub;
    return {
      board,
      period,
      segment,
      entry: { ...row, isMe, topPercent: 100, ahead: null },
      steps: [
        { kind: 'rank', text: `Rank ${row.rank}.`, rank: row.rank, place: row.rank, better: row.rank - 1, total },
      ],
      facts: isMe ? [] : null,
      version,
      nextCursor: null,
    };
  }

  #standard({ url, token, body, prefer }: Recorded): Reply {
    if (claimsOf(token)?.expired) return { status: 401, body: problem('unauthenticated') };
    if (url.pathname === '/v1/events/batch') {
      const results = body.events.map(({ id }) => ({ id, status: 'accepted' }));
      return { status: 200, body: { accepted: results.length, rejected: 0, results } };
    }
    if (url.pathname === '/v1/events') {
      const { id } = body as unknown as { id: string };
      const answer: EventAnswer = { id, status: 'recorded', metrics: [], ranks: [] };
      return prefer ? { status: 200, body: answer } : { status: 202, body: { id, status: 'accepted' } };
    }
    if (url.pathname === '/v1/leaderboards')
      return { status: 200, body: { data: [this.page(1, token).board], nextCursor: null } };
    if (url.pathname === '/v1/leaderboards/entries/batch') {
      const { queries } = body as unknown as { queries: { board: string; limit?: number }[] };
      const results = queries.map(({ board, limit = 10 }) =>
        board === 'makers' ? { page: this.page(limit, token) } : { problem: problem('board-unavailable') },
      );
      return { status: 200, body: { results } };
    }
    if (!url.pathname.startsWith('/v1/leaderboards/makers/entries'))
      return { status: 404, body: problem('board-unavailable') };
    const [, explained] = /\/entries\/([^/]+)\/explain$/.exec(url.pathname) ?? [];
    if (explained !== undefined) {
      const id = explained === 'me' ? claimsOf(token)?.sub : decodeURIComponent(explained);
      return { status: 200, body: this.explanation(id ?? '', token) };
    }
    return { status: 200, body: this.page(Number(url.searchParams.get('limit') ?? 10), token) };
  }
}
