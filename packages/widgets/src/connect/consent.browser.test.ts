import type { Consent, EngagementClient } from '@engagement/sdk';
import { ContextEvent } from '@lit/context';
import { afterEach, expect, test, vi } from 'vitest';
import '../provider.ts';
import { clearStages, stage } from '../testing/mount.ts';
import { surroundings } from './context.ts';

afterEach(() => {
  clearStages();
  vi.restoreAllMocks();
});

/** A provider that makes its own client, and that client. */
async function providerWith(consent: string | null) {
  const provider = document.createElement('engagement-provider');
  provider.setAttribute('publishable-key', 'pk_test_1');
  provider.setAttribute('host', location.origin);
  if (consent !== null) provider.setAttribute('consent', consent);
  stage().append(provider);
  await provider.updateComplete;
  let client: EngagementClient | null = null;
  const inside = provider.appendChild(document.createElement('p'));
  inside.dispatchEvent(
    new ContextEvent(surroundings, inside, (value) => {
      client = value.client;
    }),
  );
  if (!client) throw new Error('It made no client');
  return { provider, client: client as EngagementClient };
}

test.each<[string | null, Consent]>([
  ['pending', 'pending'],
  ['denied', 'denied'],
  [null, 'granted'],
])('A provider with consent="%s" makes a client whose consent is %s', async (consent, expected) => {
  const { client } = await providerWith(consent);
  expect(client.consent.get()).toBe(expected);
});

test('A banner that sets the attribute tells the client, and the client stays', async () => {
  const { provider, client } = await providerWith('pending');
  provider.setAttribute('consent', 'granted');
  await provider.updateComplete;
  expect(client.consent.get()).toBe('granted');
});

test('A word for consent that nobody knows sends nothing, with a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { client } = await providerWith('yes');
  expect(client.consent.get()).toBe('pending');
  const words = 'consent="yes" is none of granted, denied, pending';
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining(words)));
});
