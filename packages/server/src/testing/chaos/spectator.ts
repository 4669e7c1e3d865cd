import { type BoardPage, type Changed, REALTIME_PATH, type WatchReply } from '@engagement/contract';
import { io, type Socket } from 'socket.io-client';
import type { Conduct } from './conduct.ts';
import type { TenantCredentials } from './tenant-client.ts';

const ORIGIN = 'https://shop.example';
const WATCH_MS = 10_000;

let addresses = 0;

/** A browser that watches a board through every storm: it applies each change to what it has, as the SDK does. */
export class Spectator {
  readonly #socket: Socket;
  readonly #conduct: Conduct;
  readonly tenant: TenantCredentials;
  readonly url: string;
  page: BoardPage | undefined;
  #room = '';
  #closed = false;
  /** How often it has been shown a whole page: once, and again after each lost connection. */
  pages = 0;
  changes = 0;
  losses = 0;

  constructor(url: string, tenant: TenantCredentials, conduct: Conduct) {
    this.url = url;
    this.tenant = tenant;
    this.#conduct = conduct;
    addresses += 1;
    this.#socket = io(url, {
      path: REALTIME_PATH,
      transports: ['websocket'],
      auth: { token: tenant.publishableKey },
      // As behind a load balancer: each browser has an address of its own.
      extraHeaders: {
        Origin: ORIGIN,
        'X-Forwarded-For': `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`,
      },
      reconnectionDelay: 200,
      reconnectionDelayMax: 2000,
      randomizationFactor: 0.5,
      forceNew: true,
    });
    this.#socket.on('connect', () => {
      const { engine } = this.#socket.io;
      engine.on('data', (data: unknown) => conduct.received(tenant.key, `${data}`, 'a frame'));
      void this.#watch();
    });
    this.#socket.on('disconnect', () => {
      this.losses += 1;
      this.page = undefined;
      this.#comeBack();
    });
    this.#socket.on('connect_error', () => this.#comeBack());
    this.#socket.on('changed', (message: Changed) => this.#apply(message));
  }

  /** Sent away by a server that stops, or refused by one that starts: after that the library does not try by itself. */
  #comeBack(): void {
    if (this.#socket.active) return;
    const again = () => {
      if (!this.#closed) this.#socket.connect();
    };
    setTimeout(again, 200 + Math.random() * 500).unref();
  }

  async #watch(): Promise<void> {
    try {
      const ask = { kind: 'leaderboard', key: 'top-sellers' };
      const reply: WatchReply = await this.#socket.timeout(WATCH_MS).emitWithAck('watch', ask);
      if (reply.ok) {
        this.page = reply.page;
        this.#room = reply.room;
        this.pages += 1;
      } else if (this.#socket.connected) setTimeout(() => void this.#watch(), 500).unref();
    } catch {
      // No answer: either the connection is gone, and `connect` comes again, or the server is not yet back.
      if (this.#socket.connected) setTimeout(() => void this.#watch(), 500).unref();
    }
  }

  #apply(message: Changed): void {
    if (message.room !== this.#room) return;
    this.changes += 1;
    if (!this.page || message.from === null || message.from !== this.page.version) {
      void this.#watch();
      return;
    }
    if (message.version <= this.page.version)
      this.#conduct.violate(`version ${message.version} came after ${this.page.version}`);
    const data = this.page.data.slice(0, message.length);
    for (const { at, entry } of message.rows) data[at] = entry;
    this.page = { ...this.page, data, version: message.version, total: message.total };
  }

  close(): void {
    this.#closed = true;
    this.#socket.close();
  }
}
