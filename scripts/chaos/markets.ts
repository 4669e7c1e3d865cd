import { createHash } from 'node:crypto';
import type { ObservedShop } from '../../packages/server/src/testing/chaos/checks/check.ts';
import { chaosDefinitions, SEALED_SEASON } from '../../packages/server/src/testing/chaos/definitions.ts';
import type { Observer } from '../../packages/server/src/testing/chaos/observer.ts';
import type { TenantCredentials } from '../../packages/server/src/testing/chaos/tenant-client.ts';
import type { Shop } from '../../packages/server/src/testing/chaos/workload.ts';
import { runEngagement } from '../../packages/server/src/testing/engagement.ts';
import { until } from './until.ts';

export const MARKETS = [
  { key: 'north', zone: 'Europe/Berlin' },
  { key: 'south', zone: 'America/Santiago' },
] as const;
const ORIGIN = 'https://shop.example';

export const topicOf = ({ key }: { readonly key: string }) => `shop.${key}`;

type CommandLine = (...argv: readonly string[]) => Promise<string>;

/** The product's own commands, as an operator runs them; what they print. */
export function commandLine(environment: Readonly<Record<string, string>>): CommandLine {
  return async (...argv) => {
    const { code, stdout, stderr } = await runEngagement(argv, environment);
    if (code !== 0) throw new Error(`engagement ${argv.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
}

export async function createTenant(
  cli: CommandLine,
  { key, zone }: (typeof MARKETS)[number],
  seed: string,
): Promise<TenantCredentials> {
  const bird = `canary-${key}-${createHash('sha256').update(seed).digest('hex').slice(0, 6)}`;
  await cli('tenant', 'create', key, '--name', bird, '--zone', zone);
  const createKey = async (...more: string[]) =>
    (JSON.parse(await cli('keys', 'create', key, '--json', ...more)) as { key: string }).key;
  const [secretKey, publishableKey] = await Promise.all([
    createKey('--kind', 'secret'),
    createKey('--kind', 'publishable', '--origins', ORIGIN),
    cli('topics', 'bind', topicOf({ key }), '--tenant', key),
  ]);
  return { key, zone, bird, secretKey, publishableKey };
}

const PAST_SALES = 120;
const GRACE_HOURS = 24;

/**
 * Defines its metrics and boards, says what has to be recorded before all else, and has the season that is over sealed
 * with what was sold in it.
 */
export async function openShop(observed: ObservedShop, startedAt: number, observer: Observer): Promise<void> {
  const { shop, tenantId } = observed;
  const { bird, zone } = shop.tenant;
  await insist(shop, 'PUT /v1/definitions', chaosDefinitions(startedAt, zone, GRACE_HOURS));
  const names = Array.from({ length: 20 }, (_, n) => ({ id: `c${n}.${bird}`, name: `Creator ${n}, ${bird}` }));
  await insist(shop, 'POST /v1/creators/batch', { items: names });
  const opening = shop.story.opening();
  await until('the first event to be accepted', 60, () => shop.say(opening));
  await until('the first event to be recorded', 60, () => observer.isStored(tenantId, opening.id));
  await sealOver(observed, startedAt, observer);
}

/** Its facts come first; then its grace ends. */
async function sealOver({ shop, tenantId, seasons }: ObservedShop, startedAt: number, observer: Observer) {
  const over = seasons.find(({ key }) => key === SEALED_SEASON);
  if (!over) throw new Error('No season is over.');
  const past = shop.story.past(over.from, over.until, PAST_SALES);
  await until('what was sold before to be accepted', 60, () => shop.sayAll(past));
  await until('what was sold before to be recorded', 60, async () => {
    const recorded = new Set((await observer.facts(tenantId)).map(({ id }) => id));
    return past.every(({ id }) => recorded.has(id));
  });
  await insist(shop, 'PUT /v1/definitions', chaosDefinitions(startedAt, shop.tenant.zone, 0));
  // By hand, as nobody here can wait for the minute in which it would be done.
  await until('the season that is over to be sealed', 60, async () => {
    const reply = await shop.call(`POST /v1/leaderboards/top-sellers/seasons/${over.key}/seal`);
    return reply.status === 200 && reply.body.period.sealed;
  });
}

/** Asks until it is done: the server may be busy with its own start. */
async function insist(shop: Shop, request: string, body: unknown): Promise<void> {
  await until(request, 60, async () => {
    const reply = await shop.call(request, body);
    const mayPass = reply.status === 'none' || reply.status === 503;
    if (!mayPass && reply.status !== 200) throw new Error(`${request} was refused: ${JSON.stringify(reply.body)}`);
    return !mayPass;
  });
}
