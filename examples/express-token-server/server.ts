// A site that knows who is signed in, and vouches for them with a token that it signs.
import { randomUUID } from 'node:crypto';
import { signUserToken } from '@engagement/sdk/server';
import express, { type Request } from 'express';
import { page } from './page.ts';

const { ENGAGEMENT_URL = 'http://127.0.0.1:4000', ENGAGEMENT_KEY = '', PORT = '5173' } = process.env;
const { ENGAGEMENT_TENANT = 'tessera', ENGAGEMENT_SIGNING_KID = '', ENGAGEMENT_SIGNING_SECRET } = process.env;

const signingKey = { kid: ENGAGEMENT_SIGNING_KID, secret: ENGAGEMENT_SIGNING_SECRET };

/** Users by the session in their cookie. Your site has its own way to know them. */
const sessions = new Map<string, string>();
const userOf = (request: Request) => sessions.get(/session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');

const app = express();
app.use(express.urlencoded({ extended: false }));

app.get('/', (request, reply) => {
  reply.type('html').send(page({ url: ENGAGEMENT_URL, key: ENGAGEMENT_KEY, user: userOf(request) }));
});

app.post('/sign-in', (request, reply) => {
  const session = randomUUID();
  sessions.set(session, String(request.body.user));
  reply.cookie('session', session, { httpOnly: true, sameSite: 'lax' }).redirect('/');
});

// the secret never leaves this server; the token holds for half an hour and is fetched again before that
app.get('/api/engagement-token', async (request, reply) => {
  const user = userOf(request);
  if (!user) return void reply.status(204).end();
  const token = await signUserToken({ sub: user, tenant: ENGAGEMENT_TENANT }, signingKey);
  reply.type('text').set('cache-control', 'no-store').send(token);
});

app.listen(Number(PORT), '127.0.0.1', () => console.warn(`Open http://localhost:${PORT}`));
