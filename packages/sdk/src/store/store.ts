import { subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { guarded } from '../events/emitter.ts';
import type { EngagementState, ReadonlyStore } from '../types.ts';

export interface Store extends ReadonlyStore<EngagementState> {
  set(change: Partial<EngagementState>): void;
}

const INITIAL: Pick<EngagementState, 'status'> = {
  status: { auth: 'anonymous', connection: 'idle', lastSync: null },
};

export function createEngagementStore(boards: EngagementState['boards']): Store {
  const {
    getState,
    getInitialState,
    setState: set,
    subscribe: follow,
  } = createStore<EngagementState>()(subscribeWithSelector(() => ({ ...INITIAL, boards })));
  function subscribe<U>(
    selector: (state: EngagementState) => U,
    listener?: (selected: U, previous: U) => void,
    { equals = Object.is, immediate = false }: { equals?: (a: U, b: U) => boolean; immediate?: boolean } = {},
  ): () => void {
    if (!listener) return follow(guarded(selector));
    return follow(selector, guarded(listener), { equalityFn: equals, fireImmediately: immediate });
  }
  return { getState, getInitialState, subscribe: subscribe as Store['subscribe'], set };
}
