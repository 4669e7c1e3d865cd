import type { EngagementLeaderboard } from '../elements/leaderboard/leaderboard.ts';
import { FakeClient } from './fake-client.ts';

const stages: HTMLElement[] = [];

/** A fresh place on the page; `clearStages` takes all of them away. */
export function stage(): HTMLElement {
  const place = document.createElement('main');
  document.body.append(place);
  stages.push(place);
  return place;
}

export function clearStages(): void {
  for (const place of stages.splice(0)) place.remove();
}

/** A leaderboard on the page with a client of its own that the test drives. */
export function mountLeaderboard(properties: Partial<EngagementLeaderboard> = {}, place = stage()) {
  const fake = new FakeClient();
  const element = document.createElement('engagement-leaderboard');
  Object.assign(element, { board: 'weekly-downloads', client: fake.client }, properties);
  place.append(element);
  return { element, fake, place };
}

/** The shadow root of a rendered element, with what comes after the rows. */
export async function shadowOf(element: EngagementLeaderboard): Promise<ShadowRoot> {
  await element.updateComplete;
  await afterRows();
  await element.updateComplete;
  if (!element.shadowRoot) throw new Error('It has no shadow root');
  return element.shadowRoot;
}

/** Until the parts that elements load once their rows are on screen have arrived, and they have heard of it. */
export async function afterRows(): Promise<void> {
  await Promise.all([
    import('../elements/leaderboard/after-rows.ts'),
    import('../elements/leaderboard/moves.ts'),
    import('../internal/later-words.ts'),
  ]);
  for (let turn = 0; turn < 5; turn++) await new Promise((done) => queueMicrotask(() => done(null)));
}

/** What a person reads there, with spaces as one. */
export function textOf(node: Element | null | undefined): string {
  return (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
