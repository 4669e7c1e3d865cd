import type { QueuedEvent } from '../outbound/event.ts';
import type { InspectedEvent, Inspection, SocketNote } from '../types.ts';

/** What the client tells of itself. */
export type Note =
  | { about: 'events'; events: readonly QueuedEvent[]; fate: InspectedEvent['fate']; reason?: string | undefined }
  | { about: 'socket'; direction: SocketNote['direction']; name: string; detail: unknown }
  | { about: 'client'; name: string; detail: unknown };

const MAX_EVENTS = 50;
const MAX_NOTES = 100;

/** Keeps the last notes for a panel to show. */
export function createInspection(hear: (listener: (note: Note) => void) => unknown): Inspection {
  let events: readonly InspectedEvent[] = [];
  let socket: readonly SocketNote[] = [];
  const listeners = new Set<() => void>();

  function take(note: Note): void {
    if (note.about === 'events') {
      const { fate, reason = null } = note;
      const told = note.events.map(({ event }) => ({ ...event, fate, reason }));
      const known = new Map(told.map((event) => [event.id, event]));
      const changed = events.map((event) => known.get(event.id) ?? event);
      const fresh = told.filter(({ id }) => !events.some((event) => event.id === id)).reverse();
      events = [...fresh, ...changed].slice(0, MAX_EVENTS);
    } else if (note.about === 'socket') {
      const { direction, name, detail } = note;
      socket = [{ at: Date.now(), direction, name, detail }, ...socket].slice(0, MAX_NOTES);
    } else return;
    for (const listener of listeners) listener();
  }

  hear(take);
  return {
    events: () => events,
    socket: () => socket,
    subscribe(callback) {
      // The same callback may come twice.
      const listener = () => callback();
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
