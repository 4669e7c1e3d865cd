import type { Entry } from '@engagement/sdk';
import type { Send } from './events.ts';

/** A click on a name: the page may take it over whole, or let its router follow the link. */
export function followLink(event: MouseEvent, { entry, href }: { entry: Entry; href: string }, send: Send): void {
  const opensElsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  const goesOn =
    send('engagement-entry-click', { entry }, true) &&
    (opensElsewhere || send('engagement-navigate', { href, item: entry }, true));
  if (!goesOn) event.preventDefault();
}
