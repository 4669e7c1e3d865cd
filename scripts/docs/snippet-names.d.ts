// What the snippets of the docs take as given: what the text around them has, or what is the reader's own.
type Client = import('@engagement/sdk').EngagementClient;
type FakeClient = import('@engagement/sdk/testing').FakeClient;
type Leaderboard = HTMLElementTagNameMap['engagement-leaderboard'];
/** The reader's own code. */
type Own = any;

declare const engagement: Client;
declare const client: FakeClient;
declare const board: Leaderboard;
declare const init: typeof import('@engagement/sdk').init;
declare const createClient: typeof import('@engagement/sdk').createClient;
declare const createFakeClient: typeof import('@engagement/sdk/testing').createFakeClient;
declare const host: string;
declare const getToken: import('@engagement/sdk').TokenGetter;
declare let html: string;
declare const app: Record<
  'get' | 'post',
  (path: string, ...handlers: ((request: Own, reply: Own) => unknown)[]) => void
>;
declare const banner: Own;
declare const buyer: Own;
declare const celebrate: Own;
declare const defineConfig: Own;
declare const expect: Own;
declare const express: Own;
declare const later: Own;
declare const order: Own;
declare const render: Own;
declare const requireLogin: Own;
declare const vue: Own;
