import type { BoardPage } from '@engagement/sdk';
import { html, type TemplateResult } from 'lit';
import { timeOf } from '../../../connect/server-time.ts';
import type { Localize } from '../../../internal/localize.ts';
import { duration } from '../../../internal/time-words.ts';
import type { View } from '../view.ts';

export { prizes } from './prizes.ts';
export { seasonStyles as styles } from './season.styles.ts';

// Loaded with the first page of a season.

const MINUTE = 60_000;
/** A boundary that the server has not told of is asked about, at most this often. */
const PATIENCE = 20_000;
const DAY_AND_TIME = { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const;
const DAY = { day: 'numeric', month: 'long' } as const;

type Period = BoardPage['period'];

const asked = new WeakMap<object, number>();

/** Where the season is on its way: until when it runs, and once it is over whether its ranks are final. */
export function status(view: View, { period }: BoardPage): TemplateResult {
  askAtBoundary(view, period);
  const { localize } = view;
  const moment = nextBoundary(period);
  const words = statusWords(period, view);
  if (!moment) return html`<span part="countdown">${words}</span>`;
  const date = localize.date(new Date(moment), DAY_AND_TIME);
  return html`<time part="countdown" datetime=${moment} title=${date}>${words}</time>`;
}

/** What the footer says of a season that is over: who won, and since when or from when that stands. */
export function note({ period, data }: BoardPage, localize: Localize): string | null {
  const { state, sealsAt } = period;
  if (state === 'sealed') {
    const names = data.filter(({ rank }) => rank === 1).map(({ name }) => name ?? localize.say('unnamed'));
    return names.length > 0 ? localize.say('wonBy', listOf(names, localize)) : null;
  }
  if ((state !== 'provisional' && state !== 'review') || !sealsAt) return null;
  return localize.say('finalOn', localize.date(new Date(sealsAt), DAY));
}

function statusWords(period: Period, view: View): string {
  const { localize } = view;
  const left = Date.parse(nextBoundary(period) ?? '') - now(view);
  switch (period.state) {
    case 'upcoming':
      return localize.say('startsIn', duration(left, localize));
    case 'running':
      return left < MINUTE ? localize.say('lastMinute') : localize.say('left', duration(left, localize));
    case 'provisional':
      return localize.say('provisional');
    case 'review':
      return localize.say('inReview');
    case 'sealed':
      return localize.say('final');
    default:
      return localize.say('over');
  }
}

/** The time by the server's clock; it stands still during a pause. */
function now({ client, pausedAt }: View): number {
  const time = timeOf(client);
  return pausedAt ? time - (Date.now() - pausedAt) : time;
}

function nextBoundary({ state, start, end }: Period): string | null {
  if (state === 'upcoming') return start;
  return state === 'running' ? end : null;
}

/** The board is asked again when its season begins or ends, should nobody tell. */
function askAtBoundary(view: View, period: Period): void {
  const { settings, client, pausedAt, retry } = view;
  const moment = nextBoundary(period);
  if (!moment || Date.parse(moment) > now(view) || pausedAt || settings.noLive || !client) return;
  if (Date.now() - (asked.get(settings) ?? 0) < PATIENCE) return;
  asked.set(settings, Date.now());
  queueMicrotask(retry);
}

function listOf(names: string[], localize: Localize): string {
  return new Intl.ListFormat(localize.lang(), { type: 'conjunction' }).format(names);
}
