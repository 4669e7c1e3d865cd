import type { Bootstrap } from './types.ts';

/** A page or a worker of one: anyone can read what is in it. */
export function inBrowser(): boolean {
  return typeof document !== 'undefined' || 'importScripts' in globalThis;
}

/** The origin that this script came from, else the page's; undefined on a server. */
export function ownOrigin(): string | undefined {
  const url = [import.meta.url, globalThis.location?.href].find((url) => url?.startsWith('http'));
  return url && new URL(url).origin;
}

/** Runs later and returns how to call it off. Does not keep a Node process alive. */
export function after(ms: number, run: () => void): () => void {
  const timer: { unref?: () => void } = setTimeout(run, ms);
  timer.unref?.();
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}

/** Listens on the page where there is one, and returns how to stop. */
export function listen(event: string, listener: () => void): () => void {
  const page = event === 'visibilitychange' ? globalThis.document : globalThis;
  page?.addEventListener?.(event, listener);
  return () => page?.removeEventListener?.(event, listener);
}

/** What the page's server has written into it for us. Throws when it is no JSON. */
export function pageBootstrap(): Bootstrap | undefined {
  const script = globalThis.document?.querySelector?.('script[data-engagement-bootstrap]');
  return script ? JSON.parse(script.textContent ?? '') : undefined;
}

export const isHidden = (): boolean => globalThis.document?.visibilityState === 'hidden';
export const isOffline = (): boolean => globalThis.navigator?.onLine === false;
