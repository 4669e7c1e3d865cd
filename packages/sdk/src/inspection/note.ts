import type { QueuedEvent } from '../outbound/event.ts';
import type { InspectedEvent, SocketNote } from '../types.ts';

/** Something that the client tells of itself. */
export type Note =
  | [about: 'events', events: readonly QueuedEvent[], fate: InspectedEvent['fate'], reason?: string]
  | [about: 'socket', direction: SocketNote['direction'], name: string, detail?: unknown]
  | [about: 'client', event: string, detail: unknown];

export type TakeNote = (...note: Note) => void;
