import { ASSETS, CREATORS } from './catalogue.ts';
import definitions from './definitions.ts';
import type { Engagement } from './engagement.ts';
import { startOfWeek, WEEK, weekOfHistory } from './history.ts';
import { CUSTOMERS } from './people.ts';
import { seasonsAround } from './seasons.ts';

/** Whole weeks before the one that is running. */
export const PAST_WEEKS = 5;

/** Tells the engagement server what Tessera is and what happened there until now. Safe to run again. */
export async function seed(engagement: Engagement, publicUrl: string, now: Date): Promise<void> {
  const { running, next } = seasonsAround(now);
  await engagement.putDefinitions({ ...definitions, seasons: [running, next] });
  await engagement.sendProfiles('users', CUSTOMERS);
  await engagement.sendProfiles(
    'creators',
    CREATORS.map(({ id, name }) => ({ id, name })),
  );
  await engagement.sendProfiles(
    'assets',
    ASSETS.map(({ id, name, image }) => ({ id, name, image: new URL(image, publicUrl).href })),
  );
  for (const monday of await weeksToSend(engagement, now)) {
    const happened = weekOfHistory(monday).filter(({ time }) => Date.parse(time) <= now.getTime());
    await engagement.sendEvents(happened);
  }
}

/** A season that is over is sealed within a minute of being defined: that comes when all of its facts are counted. */
export async function concludeSeason(engagement: Engagement, now: Date): Promise<void> {
  await engagement.putDefinitions({ seasons: [seasonsAround(now).last] });
}

/** Weeks are sent oldest first: if last week has entries, all before it were sent whole. */
async function weeksToSend(engagement: Engagement, now: Date): Promise<Date[]> {
  const known = (await engagement.total('weekly-downloads', 'week:previous')) > 0;
  const back = known ? 1 : PAST_WEEKS;
  const monday = startOfWeek(now).getTime();
  return Array.from({ length: back + 1 }, (_, index) => new Date(monday - (back - index) * WEEK));
}
