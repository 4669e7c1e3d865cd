import type { BoardPage } from '@engagement/sdk';
import { announce } from '../../internal/announcer.ts';
import { motionIsWelcome } from '../../internal/flip.ts';
import { oneOf } from '../../internal/options.ts';
import { lightUp } from './light-up.ts';
import { ownRankChange, sameStretch } from './own-rank.ts';
import type { View } from './view.ts';

/**
 * Tells the page and screen readers who moved from one page to the next, the reader and where wanted the leader, and
 * shows everybody whose score changed.
 */
export function tellMoves(before: BoardPage | null, { page: after, settings, send, localize }: View): void {
  if (!before || !after || before === after || !sameStretch(before, after)) return;
  if (settings.shadowRoot && !settings.noAnimation && motionIsWelcome()) lightUp(settings.shadowRoot, before, after);
  const wanted = oneOf(settings, 'announce', settings.announce, ['self', 'top', 'off']);
  const say = (words: string) => wanted !== 'off' && announce(words, localize.lang());

  const leader = after.data[0];
  const isNewLeader = leader?.rank === 1 && !leader.isMe && leader.id !== before.data[0]?.id;
  if (wanted === 'top' && isNewLeader) say(localize.say('leads', leader.name ?? localize.say('unnamed')));

  const change = ownRankChange(before, after);
  if (!change) return;
  send('engagement-rank-change', change);
  const { from, to } = change;
  const places = Math.abs(from - to);
  say(localize.say(to < from ? 'ownRankUp' : 'ownRankDown', to, localize.number(to), places, localize.number(places)));
}
