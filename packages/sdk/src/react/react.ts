import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { useStore } from 'zustand/react';
import { useShallow } from 'zustand/react/shallow';
import { whenDefaultClient } from '../default-client.ts';
import { UNKNOWN } from '../resources/leaderboards/leaderboards.store.ts';
import { createEngagementStore } from '../store/store.ts';
import type { BoardQuery, BoardState, EngagementClient, EngagementState } from '../types.ts';

const Client = createContext<EngagementClient | null>(null);

/** What a page knows before it has a client. */
const nothing = createEngagementStore({});

export interface EngagementProviderProps {
  /** One of `createClient`; on a server a new one for each request. */
  client: EngagementClient;
  children?: ReactNode;
}

/** Gives the components inside it a client. Without one they use the page's default client, which `init` makes. */
export function EngagementProvider({ client, children }: EngagementProviderProps): ReactNode {
  return createElement(Client, { value: client }, children);
}

/** The nearest provider's client, else the page's default one; null until `init` has run, and on a server without a provider. */
export function useEngagementClient(): EngagementClient | null {
  const provided = useContext(Client);
  const [standard, setStandard] = useState<EngagementClient | null>(null);
  // A hydrated page must begin as the server's did, which has no default client.
  useEffect(() => (provided ? undefined : whenDefaultClient(setStandard)), [provided]);
  return provided ?? standard;
}

/** A part of the client's state. Renders again when that part has changed; what a selector puts together is compared by its members. */
export function useEngagement<T>(selector: (state: EngagementState) => T): T {
  const client = useEngagementClient();
  return useStore(client?.store ?? nothing, useShallow(selector));
}

/** A board, loaded and kept live while the component is shown. Equal queries share one request and one place on the socket. */
export function useBoard(board: string, query: BoardQuery = {}, { live = true }: { live?: boolean } = {}): BoardState {
  const client = useEngagementClient();
  const asked = JSON.stringify(query);
  const source = useMemo(() => {
    const query: BoardQuery = JSON.parse(asked);
    const state = client?.selectors.board(board, query) ?? (() => UNKNOWN);
    const store = client?.store ?? nothing;
    return {
      now: () => state(store.getState()),
      atFirst: () => state(store.getInitialState()),
      subscribe: (changed: () => void) => client?.leaderboards.subscribe(board, query, changed, { live }) ?? (() => {}),
    };
  }, [client, board, asked, live]);
  return useSyncExternalStore(source.subscribe, source.now, source.atFirst);
}
