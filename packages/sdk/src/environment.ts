/** A page or a worker of one: anyone can read what is in it. */
export function inBrowser(): boolean {
  return typeof document !== 'undefined' || 'importScripts' in globalThis;
}

/** The origin that this script came from, else the page's; undefined on a server. */
export function ownOrigin(): string | undefined {
  const urls = [import.meta.url, globalThis.location?.href];
  return urls.find((url) => url?.startsWith('http'))?.replace(/^(https?:\/\/[^/]+).*$/, '$1');
}

/** A longer one would fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Runs later and returns how to call it off. Does not keep a Node process alive. */
export function after(ms: number, run: () => void): () => void {
  const timer: { unref?: () => void } = setTimeout(run, Math.min(ms, LONGEST_TIMER));
  timer.unref?.();
  return () => clearTimeout(timer as ReturnType<typeof setTimeout>);
}

/** Waits; rejects as soon as the signal aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      },
      Math.min(ms, LONGEST_TIMER),
    );
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop);
  });
}

/** Listens on the page where there is one, and returns how to stop. */
export function listen(target: 'window' | 'document', event: string, listener: () => void): () => void {
  const page = target === 'window' ? globalThis : globalThis.document;
  page?.addEventListener?.(event, listener);
  return () => page?.removeEventListener?.(event, listener);
}

export const isHidden = (): boolean => globalThis.document?.visibilityState === 'hidden';
export const isOffline = (): boolean => globalThis.navigator?.onLine === false;
