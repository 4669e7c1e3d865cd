import { prepareAnnouncer } from '../../internal/announcer.ts';

// What a board needs when its rows change: loaded with the first of them.

export { repeat as keyed } from 'lit/directives/repeat.js';
export { beforeMove } from './before-move.ts';
export { tellMoves } from './tell-moves.ts';

/** Has the page's live region stand there before there is anything to say. */
export function arrive(): void {
  prepareAnnouncer();
}
