import { phrase } from '../errors/engagement-error.ts';
import type { EngagementEvents } from '../types.ts';

export interface Emitter {
  on<E extends keyof EngagementEvents>(event: E, callback: (detail: EngagementEvents[E]) => void): () => void;
  emit<E extends keyof EngagementEvents>(event: E, detail: EngagementEvents[E]): void;
}

/** Keeps an error of the page's own callback out of the client. */
export function guarded<A extends unknown[]>(callback: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      callback(...args);
    } catch (error) {
      console.error(phrase('callback-failed', 'A callback threw.'), error);
    }
  };
}

export function createEmitter(log: (event: string, detail: unknown) => void): Emitter {
  const listeners = new Map<string, Set<(detail: never) => void>>();
  return {
    on(event, callback) {
      const set = listeners.get(event) ?? new Set();
      const listener = guarded(callback);
      listeners.set(event, set.add(listener));
      return () => {
        set.delete(listener);
      };
    },
    emit(event, detail) {
      log(event, detail);
      for (const listener of listeners.get(event) ?? []) (listener as (detail: unknown) => void)(detail);
    },
  };
}
