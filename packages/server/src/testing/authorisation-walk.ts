import { type Access, type Endpoint, PROBLEMS, type ProblemCode, problemCode, type Scope } from '@engagement/contract';
import type { Database } from '../platform/db/database.ts';
import { LISTED_ORIGIN, type Member, UNLISTED_ORIGIN } from './cast.ts';
import { digestOf } from './database-digest.ts';

/** A request that succeeds with the right credential. */
export interface Sample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The request is for an object of the tenant's own: any other tenant finds nothing there. */
  readonly owned?: true;
}

export interface Walk {
  /** Of a server whose rate limits are out of the way. */
  readonly url: string;
  readonly database: Database;
  readonly endpoints: readonly Endpoint[];
  readonly samples: Readonly<Record<string, Sample>>;
  readonly own: Member;
  readonly other: Member;
}

/** The outcome that the access table asks for. */
type Outcome = 'allowed' | ProblemCode;

interface Visitor {
  readonly name: string;
  readonly token?: string;
  readonly origin?: string;
  /** It asks for what another tenant owns. */
  readonly stranger?: true;
  expects(access: Access): Outcome;
}

interface Visit {
  readonly endpoint: Endpoint;
  readonly visitor: Visitor;
  readonly expected: Outcome;
}

const always = (outcome: Outcome) => () => outcome;
const whenTaken = (kind: 'publishable' | 'user' | 'secret') => (access: Access) =>
  access[kind] ? 'allowed' : 'wrong-key-class';

function browserVisitors(own: Member, tokens: Record<'user' | 'expired' | 'foreign', string>): Visitor[] {
  const [origin, stranger] = [LISTED_ORIGIN, UNLISTED_ORIGIN];
  const refused = always('origin-not-allowed');
  const unknown = always('unauthenticated');
  return [
    { name: 'no credential', expects: unknown },
    { name: 'garbage', token: 'pk_test_garbage', expects: unknown },
    { name: 'publishable key', token: own.publishableKey, origin, expects: whenTaken('publishable') },
    { name: 'publishable key, unlisted origin', token: own.publishableKey, origin: stranger, expects: refused },
    { name: 'publishable key, origin null', token: own.publishableKey, origin: 'null', expects: refused },
    { name: 'revoked publishable key', token: own.revokedPublishableKey, origin, expects: unknown },
    { name: 'user token', token: tokens.user, origin, expects: whenTaken('user') },
    { name: 'user token, unlisted origin', token: tokens.user, origin: stranger, expects: refused },
    { name: 'expired user token', token: tokens.expired, origin, expects: unknown },
    { name: 'user token signed by another tenant', token: tokens.foreign, origin, expects: unknown },
  ];
}

function serverVisitors(own: Member, other: Member, narrow: Record<'events' | 'profiles', string>): Visitor[] {
  const without = (scope: Scope) => (access: Access) =>
    access.secret === undefined ? 'wrong-key-class' : access.secret === scope ? 'allowed' : 'forbidden';
  return [
    { name: 'secret key', token: own.secretKey, expects: whenTaken('secret') },
    { name: 'secret key with events:write alone', token: narrow.events, expects: without('events:write') },
    { name: 'secret key with profiles:write alone', token: narrow.profiles, expects: without('profiles:write') },
    {
      name: 'secret key in a browser',
      token: own.secretKey,
      origin: LISTED_ORIGIN,
      expects: always('wrong-key-class'),
    },
    { name: 'revoked secret key', token: own.revokedSecretKey, expects: always('unauthenticated') },
    {
      name: "another tenant's secret key",
      token: other.secretKey,
      stranger: true,
      expects: whenTaken('secret'),
    },
  ];
}

async function visitorsOf({ own, other }: Walk): Promise<Visitor[]> {
  const tokens = {
    user: await own.userToken(),
    expired: await own.userToken({ expiresIn: -120 }),
    foreign: await other.userToken({ aud: own.tenant.key }),
  };
  const narrow = {
    events: await own.secretKeyWith(['events:write']),
    profiles: await own.secretKeyWith(['profiles:write']),
  };
  return [...browserVisitors(own, tokens), ...serverVisitors(own, other, narrow)];
}

/**
 * Calls every endpoint with every kind of credential, and answers what differs from the contract's access table.
 * Refused calls come first, so that the database can be compared before and after.
 */
export async function walkAuthorisation(walk: Walk): Promise<{ visits: number; faults: string[] }> {
  const visitors = await visitorsOf(walk);
  const visits = walk.endpoints.flatMap((endpoint) =>
    visitors.map((visitor) => ({ endpoint, visitor, expected: expectedOf(walk, endpoint, visitor) })),
  );
  const faults: string[] = [];
  const before = await digestOf(walk.database);
  for (const one of visits.filter(({ expected }) => expected !== 'allowed')) faults.push(...(await visit(walk, one)));
  if ((await digestOf(walk.database)) !== before) faults.push('refused calls have changed the database');
  for (const one of visits.filter(({ expected }) => expected === 'allowed')) faults.push(...(await visit(walk, one)));
  return { visits: visits.length, faults };
}

function expectedOf({ samples }: Walk, { id, access }: Endpoint, visitor: Visitor): Outcome {
  if (access.anonymous) return 'allowed';
  const expected = visitor.expects(access);
  return expected === 'allowed' && visitor.stranger && samples[id]?.owned ? 'not-found' : expected;
}

async function visit(walk: Walk, { endpoint, visitor, expected }: Visit): Promise<string[]> {
  const response = await call(walk, endpoint, visitor);
  const text = await response.text();
  const seen = outcomeOf(endpoint, response, text);
  const step = `${endpoint.id} with ${visitor.name}`;
  if (seen !== expected) return [`${step}: ${seen} (${response.status}) and not ${expected}: ${text.slice(0, 200)}`];
  if (expected !== 'allowed' && response.status !== PROBLEMS[expected].status) return [`${step}: ${response.status}`];
  return [];
}

function outcomeOf(endpoint: Endpoint, response: Response, text: string): Outcome | 'unforeseen' {
  if (response.status === endpoint.status) return 'allowed';
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return 'unforeseen';
  return problemCode((JSON.parse(text) as { type: string }).type) ?? 'unforeseen';
}

function call(walk: Walk, endpoint: Endpoint, { token, origin }: Visitor): Promise<Response> {
  const { params = {}, query = {}, body }: Sample = walk.samples[endpoint.id] ?? {};
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? name));
  const url = new URL(path, walk.url);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const headers: Record<string, string> = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (origin !== undefined) headers.origin = origin;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return fetch(url, { method: endpoint.method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}
