import type { BoardPage, BoardSeason, EngagementClient } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../../../internal/localize.ts';
import type { View } from '../view.ts';

type Prize = BoardSeason['prizes'][number];

/** What is known of each client's seasons; an empty list while it is on its way. */
const known = new WeakMap<EngagementClient, Map<string, readonly Prize[]>>();

/** What the season's best get. Nothing for a board that has no prizes, or until they are known. */
export function prizes(view: View, page: BoardPage): TemplateResult | typeof nothing {
  const { localize } = view;
  const list = prizesOf(view, page);
  if (list.length === 0) return nothing;
  return html`<ul aria-label=${localize.say('prizes')}>${list.map((prize) => html`<li part="prize"><span class="muted">${whom(prize, localize)}</span> <b>${prize.name}</b></li>`)}</ul>`;
}

function prizesOf({ client, settings }: View, { board, period }: BoardPage): readonly Prize[] {
  if (!client) return [];
  const seasons = known.get(client) ?? new Map<string, readonly Prize[]>();
  known.set(client, seasons);
  const key = JSON.stringify([board.key, period.key]);
  const present = seasons.get(key);
  if (present) return present;
  seasons.set(key, []);
  client.leaderboards.season(board.key, period.key).then(
    (season) => {
      seasons.set(key, season.prizes);
      settings.requestUpdate();
    },
    () => seasons.delete(key), // the next change on the board asks again
  );
  return [];
}

function whom({ ranks, topPercent }: Prize, localize: Localize): string {
  if (ranks) return localize.say('prizeRanks', localize.number(ranks.from), localize.number(ranks.to));
  return localize.say('prizePercent', percent(topPercent ?? 100, localize));
}

const percent = (value: number, localize: Localize) =>
  localize.number(value / 100, { style: 'percent', maximumFractionDigits: 1 });
