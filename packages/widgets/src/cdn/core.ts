import type { EngagementClient, InitOptions, TokenGetter } from '@engagement/sdk';
import { consentFrom, storageFrom } from '../connect/privacy.ts';
import { showDevtools } from '../connect/show-devtools.ts';
import { startDefaultClient } from '../connect/start-client.ts';
import { warnLater } from '../internal/warn-later.ts';
import '../locales/auto.ts';
import { autoload } from './autoload.ts';

type Call = (client: EngagementClient) => void;

declare global {
  interface Window {
    /** Calls for the client, from before and after it is there. */
    engagementQueue?: Call[] | { push(...calls: Call[]): void };
  }
}

/** Makes the default client from the tag's `data-*` attributes, replays waiting calls, and loads the tags on the page. */
export function start(script: HTMLScriptElement): void {
  autoload(document);
  const options = optionsOf(script);
  if (!options) {
    warnLater('The script tag has no key. Add data-key="pk_…" to it', 'setup');
    return;
  }
  replay(startDefaultClient(options));
  showDevtools(null).catch(() => {}); // a tool that does not load must not trouble the page
}

function optionsOf({ dataset, src }: HTMLScriptElement): InitOptions | null {
  const { key, host, userTokenUrl, realtime } = dataset;
  if (!key) return null;
  const consent = consentFrom(dataset.consent);
  const storage = storageFrom(dataset.storage);
  return {
    key,
    host: host || new URL(src).origin,
    realtime: realtime === 'off' ? 'off' : 'auto',
    ...(consent && { consent }),
    ...(storage && { storage }),
    ...(userTokenUrl && { userToken: tokenFrom(userTokenUrl) }),
  };
}

/** Asks the page's own server for a token: 200 with the token as text, or 204 or 401 when nobody is signed in. */
function tokenFrom(url: string): TokenGetter {
  return async () => {
    const reply = await fetch(url, { headers: { accept: 'text/plain' } });
    if (reply.status === 204 || reply.status === 401) return null;
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
    return (await reply.text()).trim() || null;
  };
}

function replay(client: EngagementClient): void {
  const run = (...calls: Call[]) => {
    for (const call of calls) call(client);
  };
  const waiting = window.engagementQueue;
  window.engagementQueue = { push: run };
  if (Array.isArray(waiting)) run(...waiting);
}
