import { afterEach, expect, test, vi } from 'vitest';
import '../leaderboard.ts';
import { FakeClient } from '../testing/fake-client.ts';
import { clearStages, mountLeaderboard, stage, textOf } from '../testing/mount.ts';
import { boardPage, creators } from '../testing/people.ts';

afterEach(clearStages);

test('A widget hears of a provider whose code comes after its own, in the page and around its shadow root', async () => {
  const provider = document.createElement('engagement-provider');
  const shell = document.createElement('div');
  provider.append(shell);
  stage().append(provider);
  const inside = shell.attachShadow({ mode: 'open' }).appendChild(document.createElement('main'));
  const elements = [
    mountLeaderboard({ client: null }, provider).element,
    mountLeaderboard({ client: null }, inside).element,
  ];
  await Promise.all(elements.map((element) => element.updateComplete));
  expect(elements.map(({ state }) => state)).toEqual(['loading', 'loading']);

  const fake = new FakeClient();
  fake.show(boardPage({ data: creators(1) }));
  await import('../provider.ts');
  provider.client = fake.client;
  const names = () => elements.map(({ shadowRoot }) => textOf(shadowRoot?.querySelector('.named')));
  await vi.waitFor(() => expect(names()).toEqual(['Mirela Popescu', 'Mirela Popescu']));
  expect(fake.subscriptions.size).toBe(2);
});
