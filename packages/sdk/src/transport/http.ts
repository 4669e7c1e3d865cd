import ky, { type Options } from 'ky';
import { EngagementError } from '../errors/engagement-error.ts';
import type { Credential, Identity } from '../identity/identity.ts';
import { failure } from './failure.ts';
import { PATIENT } from './retry.ts';

export interface HttpOptions {
  host: string | undefined;
  fetch: typeof fetch | undefined;
  identity: Pick<Identity, 'credential' | 'settled' | 'renew'>;
  /** Aborts when the user changes. */
  signal: () => AbortSignal;
}

export type Params = Record<string, string | number | undefined>;

export interface Http {
  /** Reads as the present user; equal reads at the same time share one request. */
  get<T>(path: string, params?: Params): Promise<T>;
  /** Posts JSON text as the given credential. */
  post<T>(path: string, body: string, credential: Credential, options: Options): Promise<T>;
  /** Forgets the reads under way, so that another user does not share them. */
  forget(): void;
}

const TIMEOUT = 10_000;

export function createHttp({ host, fetch: given, identity, signal }: HttpOptions): Http {
  const reads = new Map<string, Promise<unknown>>();

  async function send<T>(url: string, credential: Credential, options: Options, renewed = false): Promise<T> {
    try {
      const headers = { ...options.headers, authorization: `Bearer ${credential.token}` };
      const request: Options = { timeout: TIMEOUT, credentials: 'omit', ...options, headers };
      if (given) request.fetch = (...args) => given(...args);
      return await ky(url, request).json<T>();
    } catch (cause) {
      const error = await failure(cause, url);
      const next = error.status === 401 && !renewed ? await identity.renew(credential) : null;
      if (next) return send(url, next, options, true);
      throw error;
    }
  }

  function address(path: string, params: Params = {}): string {
    if (!host) throw new EngagementError('invalid-request', 'Set `host`: there is no page to take it from.');
    const given = Object.entries(params).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(given as [string, string][]).toString();
    return `${host}${path}${query && `?${query}`}`;
  }

  return {
    async get<T>(path: string, params?: Params) {
      const url = address(path, params);
      await identity.settled();
      const shared = reads.get(url);
      if (shared) return shared as Promise<T>;
      const read = send<T>(url, identity.credential(), { ...PATIENT, signal: signal() }).finally(() => {
        if (reads.get(url) === read) reads.delete(url);
      });
      reads.set(url, read);
      return read;
    },
    async post(path, body, credential, options) {
      const headers = { 'content-type': 'application/json' };
      return send(address(path), credential, { ...options, method: 'post', body, headers });
    },
    forget: () => reads.clear(),
  };
}
