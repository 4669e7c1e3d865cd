import type { Ratings } from '../ratings.ts';
import { type Season, seasonsAround } from '../seasons.ts';
import { bandBoard } from './embed.ts';
import { type Html, html } from './html.ts';

/** The boards that every marketplace has, each with the sentence that tells how it is counted. */
export function fourBoards({ ratings, now }: { ratings: Ratings; now: Date }): Html {
  const { last, running } = seasonsAround(now);
  return html`<section class="boards" id="boards" aria-labelledby="boards-title">
  <h2 id="boards-title">Four ways to lead</h2>
  <div class="band">
    ${board(bandBoard('popular-creators'), html`Every download counts for its creator, from Monday to Sunday in Lisbon.`)}
    ${board(bandBoard('rising', growthPeriod(now)), html`Downloads of the days that are over, against the same days of the week before.`)}
    ${board(bandBoard('top-rated'), ratingNote(ratings.prior))}
    ${board(bandBoard('season', running.key, html`prizes`), html`It ends with ${lastDay(running)}. The first wins the laurel, the next two are mentioned.`, lastWinners(last))}
  </div>
</section>`;
}

const board = (tag: Html, note: Html, more?: Html) => html`<div>${tag}<p class="note">${note}</p>${more}</div>`;

/** What the last season was sealed with; it stands for good. */
const lastWinners = ({ key }: Season) => html`<details class="past">
      <summary>Last season’s winners</summary>
      ${bandBoard('season', key, html`layout="podium"`)}
    </details>`;

function ratingNote(prior: Ratings['prior']): Html {
  if (!prior) return html`The mean of all reviews.`;
  return html`Where reviews are few, stars lean towards the mean of all, ${prior.mean.toFixed(2)}: it counts as ${prior.weight} reviews.`;
}

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'Europe/Lisbon' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** On a Monday no day of the week is over yet. */
function growthPeriod(now: Date): string | undefined {
  return weekday.format(now) === 'Monday' ? 'week:previous' : undefined;
}

function lastDay({ end }: Season): string {
  return dayAndMonth.format(new Date(`${end}Z`).getTime() - 1);
}
