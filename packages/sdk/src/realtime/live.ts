import { after, isHidden } from '../environment.ts';
import type { Status } from '../types.ts';
import type { Channel } from './channel.ts';
import type { Follow, Follower, RealtimePorts } from './ports.ts';

export interface Live {
  follow: Follow;
  /** Another user: the socket must not stay the old one's. */
  reauthenticate(): void;
  close(): void;
}

const POLL_INTERVAL = 30_000;

/** Opens the socket with the first follower, from a chunk of its own, and asks every 30 s where no socket opens. */
export function createLive(ports: RealtimePorts): Live {
  const followers = new Set<Follower>();
  let channel: Promise<Channel | null> | null = null;
  let stopPolling = () => {};
  let present: Status['connection'] = 'idle';

  function connection(state: Status['connection']): void {
    if (state === present) return;
    present = state;
    stopPolling();
    ports.connection(state);
    if (state === 'polling') poll();
  }

  function poll(): void {
    if (!isHidden()) for (const follower of followers) follower.stale();
    stopPolling = after(POLL_INTERVAL, poll);
  }

  async function open(): Promise<Channel | null> {
    try {
      const { createChannel } = await import('./channel.ts');
      return createChannel({ ...ports, connection });
    } catch {
      // A blocked or missing chunk leaves polling, and the next follower tries again.
      channel = null;
      connection('polling');
      return null;
    }
  }

  return {
    follow(watch, follower) {
      followers.add(follower);
      channel ??= open();
      const off = channel.then((opened) => (followers.has(follower) ? opened?.follow(watch, follower) : undefined));
      return () => {
        followers.delete(follower);
        void off.then((leave) => leave?.());
        if (followers.size === 0) stopPolling();
      };
    },
    reauthenticate: () => void channel?.then((opened) => opened?.reauthenticate()),
    close() {
      followers.clear();
      stopPolling();
      void channel?.then((opened) => opened?.close());
      channel = Promise.resolve(null);
    },
  };
}
