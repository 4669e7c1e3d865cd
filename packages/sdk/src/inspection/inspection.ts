import type { InspectedEvent, Inspection, SocketNote } from '../types.ts';
import type { Note } from './note.ts';

const MAX_EVENTS = 50;
const MAX_NOTES = 100;

/** Keeps the last notes for a panel to show. */
export function createInspection(hear: (listener: (...note: Note) => void) => unknown): Inspection {
  let events: readonly InspectedEvent[] = [];
  let socket: readonly SocketNote[] = [];
  const listeners = new Set<() => void>();

  hear((...note) => {
    if (note[0] === 'events') events = withFates(events, note);
    else if (note[0] === 'socket') {
      const [, direction, name, detail = null] = note;
      socket = [{ at: Date.now(), direction, name, detail }, ...socket].slice(0, MAX_NOTES);
    } else return;
    for (const listener of listeners) listener();
  });

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

/** Known events keep their place, those that begin come first; what has fallen off the list does not come back. */
function withFates(
  events: readonly InspectedEvent[],
  [, told, fate, reason]: Extract<Note, ['events', ...unknown[]]>,
): readonly InspectedEvent[] {
  const now = new Map(told.map(({ event }) => [event.id, { ...event, fate, reason: reason ?? null }]));
  const known = events.map((event) => now.get(event.id) ?? event);
  for (const { id } of events) now.delete(id);
  const begun = fate === 'waiting' || fate === 'dropped' ? [...now.values()].reverse() : [];
  return [...begun, ...known].slice(0, MAX_EVENTS);
}
