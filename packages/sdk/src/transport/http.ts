import { EngagementError } from '../errors/engagement-error.ts';
import type { Credential, Identity } from '../identity/identity.ts';
import { ONCE, PERSISTENT, READ, type RequestOptions, request } from './request.ts';

export interface HttpPorts {
  host: string | undefined;
  fetch: typeof fetch | undefined;
  identity: Pick<Identity, 'credential' | 'settled' | 'renew'>;
  /** Aborts when the user changes. */
  reads(): AbortSignal;
  /** Aborts with the client. */
  closed: AbortSignal;
}

export type Params = Record<string, string | number | undefined>;

export interface Http {
  /** Reads as the present user; equal reads at the same time share one request. */
  get<T>(path: string, params?: Params): Promise<T>;
  /** Posts JSON text as the given credential, with patience; `last` is one try that outlives the page. */
  post<T>(path: string, body: string, credential: Credential, last: boolean): Promise<T>;
  /** Forgets the reads under way, so that another user does not share them. */
  forget(): void;
}

export function createHttp({ host, fetch: given, identity, reads, closed }: HttpPorts): Http {
  const shared = new Map<string, Promise<unknown>>();
  const fetch: typeof globalThis.fetch = (...args) => (given ?? globalThis.fetch)(...args);

  async function send<T>(url: string, credential: Credential, options: Omit<RequestOptions, 'fetch'>): Promise<T> {
    const as = ({ token }: Credential): RequestOptions => {
      const headers = { ...options.headers, authorization: `Bearer ${token}` };
      return { ...options, fetch, headers, credentials: 'omit' };
    };
    try {
      return await request<T>(url, as(credential));
    } catch (error) {
      const next = (error as EngagementError).status === 401 ? await identity.renew(credential) : null;
      if (!next) throw error;
      return request<T>(url, as(next));
    }
  }

  function address(path: string, params: Params = {}): string {
    if (!host) throw new EngagementError('invalid-request', 'Set `host`: there is no page to take it from.');
    const set = Object.entries(params).filter(([, value]) => value !== undefined) as [string, string][];
    return `${host}${path}${set.length > 0 ? `?${new URLSearchParams(set)}` : ''}`;
  }

  return {
    async get<T>(path: string, params?: Params) {
      const url = address(path, params);
      await identity.settled();
      const present = shared.get(url);
      if (present) return present as Promise<T>;
      const read = send<T>(url, identity.credential(), { retry: READ, signal: reads() }).finally(() => {
        if (shared.get(url) === read) shared.delete(url);
      });
      shared.set(url, read);
      return read;
    },
    async post(path, body, credential, last) {
      const headers = { 'content-type': 'application/json' };
      const retry = last ? ONCE : PERSISTENT;
      return send(address(path), credential, { method: 'POST', body, headers, retry, keepalive: last, signal: closed });
    },
    forget: () => shared.clear(),
  };
}
