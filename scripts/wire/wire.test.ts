import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as presentSdk from '../../packages/sdk/src/index.ts';
import { startFreshServer } from '../../packages/server/src/testing/whole-server.ts';
import { type Journey, travel } from './journey.ts';
import { openMarket, type Server } from './market.ts';
import { broken, read, shapeOf, write } from './shape.ts';

const frozen = join(import.meta.dirname, '../../packages/sdk/wire');
const versions = existsSync(frozen) ? readdirSync(frozen) : [];
let server: Server;

beforeAll(async () => {
  server = await startFreshServer({ postgresUrl: inject('postgresUrl') });
});
afterAll(() => server.stop());

const marketOf = (version: string) => openMarket(server, `v${version.replaceAll('.', '-')}`);

describe('An SDK of version', () => {
  test.each(versions)('%s still gets from this server all that it got from its own', async (version) => {
    const sdk: Journey['sdk'] = await import(/* @vite-ignore */ join(frozen, version, 'sdk.js'));
    const answers = shapeOf(await travel({ ...(await marketOf(version)), sdk }));
    const file = join(frozen, version, 'answers.txt');
    if (process.env.FREEZE_WIRE === version) writeFileSync(file, write(answers));
    expect(broken(read(readFileSync(file, 'utf8')), answers)).toEqual([]);
  });
});

test('Today’s SDK asks nothing that this server does not answer, and there is an older one to compare with', async () => {
  expect(versions.length).toBeGreaterThan(0);
  const { refusals } = await travel({ ...(await openMarket(server, 'present')), sdk: presentSdk });
  expect(refusals.map((refusal) => refusal?.code)).toEqual(['board-unavailable', 'invalid-request', 'not-found']);
});
