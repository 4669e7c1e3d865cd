import type { Request, RequestHandler, Response } from 'express';
import type { Caller, KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { checkAccess } from './access.ts';
import { DEFAULT_BODY_LIMIT, hasBody, readJsonBody } from './body.ts';
import { namedOrigin } from './cors.ts';
import { type Authenticate, bearerToken } from './credential.ts';
import { announcedBytes, type InFlight } from './in-flight.ts';
import { checkBody, checkParams, checkQuery } from './input.ts';
import { preferredWait } from './prefer.ts';
import type { RateLimiter } from './rate-limits.ts';
import { notesOf, PreparedJson, sendReply } from './reply.ts';
import { type Route, Waited } from './route.ts';
import type { SharedReplies } from './shared-replies.ts';

export interface Gate {
  readonly authenticate: Authenticate;
  readonly limiter: RateLimiter;
  readonly inFlight: InFlight;
  readonly shared: SharedReplies;
}

const MAX_URL_LENGTH = 8 * 1024;

/** What every request goes through, in this order: form, room, credential, access, limits, input, handler, reply. */
export function endpointHandler(route: Route, gate: Gate): RequestHandler {
  const { path, access, bodyLimit = DEFAULT_BODY_LIMIT } = route.endpoint;
  const serve = serveEndpoint(route, gate);
  return async (request, response) => {
    notesOf(response).route = path;
    checkForm(request);
    // Health is told also, and above all, when nothing else can be taken in hand.
    if (access.anonymous) return serve(request, response);
    const leave = gate.inFlight.enter(announcedBytes(request, bodyLimit));
    try {
      await serve(request, response);
    } finally {
      leave();
    }
  };
}

function serveEndpoint({ endpoint, handle }: Route, gate: Gate) {
  return async (request: Request, response: Response): Promise<void> => {
    const caller = await admit(request, response, endpoint, gate);
    const params = checkParams(endpoint, request.params);
    const query = checkQuery(endpoint, searchOf(request.url));
    const wait = endpoint.waiting && preferredWait(request.headers.prefer, endpoint.waiting.maxSeconds);
    const body = await readBody(request, endpoint);
    if (endpoint.access.secret === 'events:write')
      await gate.limiter.events(caller as KnownCaller, count(body, endpoint));
    // The first of the reads has been counted with the request.
    const more = endpoint.reads ? count(body, endpoint) - 1 : 0;
    if (more > 0) await gate.limiter.request(caller as KnownCaller, request.ip ?? '', false, more);
    const call = {
      caller,
      params,
      query,
      body,
      wait,
      requestId: notesOf(response).requestId,
      // Few handlers ask for it, and it costs a listener.
      get signal() {
        return abandoned(response);
      },
    };
    const reply = await handle(call as Parameters<Route['handle']>[0]);
    if (reply instanceof Waited) sendReply(response, 200, reply.reply, { 'Preference-Applied': `wait=${wait}` });
    else sendReply(response, endpoint.status, reply);
    if (reply instanceof PreparedJson && caller.kind !== 'anonymous')
      gate.shared.keep(request, { caller, route: endpoint.path, status: endpoint.status, reply });
  };
}

function checkForm(request: Request): void {
  if (request.url.length > MAX_URL_LENGTH) {
    throw new ProblemError('uri-too-long', `The address may be at most ${MAX_URL_LENGTH} bytes.`);
  }
  const accept = request.headers.accept ?? '*/*';
  if (!accept.includes('*/*') && !request.accepts('application/json')) {
    throw new ProblemError('not-acceptable', 'Replies are application/json.');
  }
}

async function admit(
  request: Request,
  response: Response,
  { access, reads }: Route['endpoint'],
  gate: Gate,
): Promise<Caller> {
  if (access.anonymous) return { kind: 'anonymous' };
  const address = request.ip ?? '';
  const caller = await identify(request, response, gate, address);
  checkAccess(access, caller);
  const writes = request.method !== 'GET' && request.method !== 'HEAD' && !reads;
  await gate.limiter.request(caller, address, writes);
  return caller;
}

/** From here on the origin may read the reply: it is one of the caller's, or the reply says only why it is not. */
async function identify(request: Request, response: Response, gate: Gate, address: string): Promise<KnownCaller> {
  const { origin } = request.headers;
  notesOf(response).readableBy = namedOrigin(origin);
  try {
    return await gate.authenticate({ token: bearerToken(request), origin });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'unauthenticated') await gate.limiter.failedCredential(address);
    throw error;
  }
}

async function readBody(request: Request, endpoint: Route['endpoint']): Promise<unknown> {
  if (endpoint.body) {
    const body = await readJsonBody(request, endpoint.bodyLimit ?? DEFAULT_BODY_LIMIT);
    return checkBody(endpoint, endpoint.body, body);
  }
  if (hasBody(request)) throw new ProblemError('invalid-request', 'This request takes no body.');
  return undefined;
}

function count(body: unknown, { items }: Route['endpoint']): number {
  return items === undefined ? 1 : ((body as Record<string, unknown[]>)[items]?.length ?? 0);
}

function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at + 1);
}

function abandoned(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
