import { readFileSync } from 'node:fs';
import * as contract from '@engagement/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as batch from './outbound/batch.ts';
import { createEvent } from './outbound/event.ts';
import { INVALID_REQUEST } from './outbound/event-queue.ts';
import { REALTIME_PATH } from './realtime/channel.ts';
import { BOARD_UNAVAILABLE } from './realtime/rooms.ts';
import { MAX_TOGETHER } from './resources/leaderboards/together.ts';
import { problemError } from './transport/failure.ts';
import { VERSION } from './version.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('what is repeated from the contract, to keep its schemas out of the browser, equals it', () => {
  expect(batch.MAX_BATCH_EVENTS).toBe(contract.MAX_BATCH_EVENTS);
  expect(batch.MAX_BATCH_BYTES).toBe(contract.MAX_BATCH_BYTES);
  expect(MAX_TOGETHER).toBe(contract.MAX_BATCH_QUERIES);
  expect(INVALID_REQUEST).toBe(contract.problemType('invalid-request'));
  expect(REALTIME_PATH).toBe(contract.REALTIME_PATH);
  expect(BOARD_UNAVAILABLE).toBe(contract.problemType('board-unavailable'));
  expect(problemError({ type: contract.problemType('conflict'), detail: '' }).code).toBe('conflict');
});

test('the client and the contract agree on every event type', () => {
  const accepts = (type: string) => {
    try {
      return Boolean(createEvent(type, {}, {}));
    } catch {
      return false;
    }
  };
  const word = fc.stringMatching(/^[a-zA-Z0-9.\- ]{0,40}$/);
  fc.assert(
    fc.property(word, (type) => accepts(type) === contract.EventType.safeParse(type).success),
    { numRuns: 500 },
  );
  for (const type of Object.keys(contract.ACTIVITY_TYPES)) expect(accepts(type)).toBe(true);
});

test('a tracked event is one that the contract accepts', () => {
  const { event } = createEvent('asset.viewed', { assetId: 'a-1' }, {});
  expect(contract.ActivityEvent.safeParse(event)).toMatchObject({ success: true });
});

test('the version is the one of the package', () => {
  expect(VERSION).toBe(JSON.parse(read('../package.json')).version);
});
