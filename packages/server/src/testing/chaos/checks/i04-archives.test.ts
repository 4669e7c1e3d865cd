import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { entriesOf, MODEL_BOARDS, type ModelBoard } from '../board-model.ts';
import type { ModelRow } from '../model.ts';
import type { Scene } from './check.ts';
import { archivesStand, hashOf, placedOf } from './i04-archives.ts';

const BOARD = MODEL_BOARDS[0] as ModelBoard;
const SEGMENTS = ['', 'data.properties.region:eu'];
const SCORES = [300, 300, 200, 150, 140, 130, 120, 110, 100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 5, 1];

const rows = (): ModelRow[] =>
  SEGMENTS.flatMap((segment) =>
    SCORES.map((score, index) => ({
      ...{ metric: 'revenue', window: 'season', period: 'over', segment },
      ...{ subject: `c${index}`, value: BigInt(score), count: 1n, reached: index },
    })),
  );

/** What a server that makes no mistake answers, and what it has recorded; tests break it. */
let archive: { rank: number; id: string; score: number; key: string }[];
let hash: string | undefined;
let prizes: string[];
let model: ModelRow[];
let scene: Scene;

beforeEach(() => {
  model = rows();
  const entries = entriesOf(BOARD, model, { period: 'over', segment: '' });
  archive = entries.map(({ rank, id, score }) => ({ rank, id, score: Number(score), key: `key of ${id}` }));
  hash = undefined;
  prizes = ['crown 1 c0', 'crown 1 c1', 'best-tenth 1 c0', 'best-tenth 1 c1'];
  const body = () => ({ hash: hash ?? hashOf(archive, 0), scale: 0, data: archive, nextCursor: null });
  const shop = { tenant: { key: 'north' }, callAt: async () => ({ status: 200, body: body(), ms: 1 }) };
  const fact = (line: string) => {
    const [prize, rank, subject] = line.split(' ');
    const data = { board: 'top-sellers', season: 'over', prize, rank: Number(rank) };
    return { source: 'urn:engagement:seasons', type: 'season.placed', subject, data };
  };
  scene = {
    shops: [{ shop }],
    urls: ['http://one'],
    archives: new Map(),
    model: async () => new Map(model.map((row, index) => [`${index}`, row])),
    facts: async () => prizes.map(fact),
  } as unknown as Scene;
});

const found = async () => (await archivesStand.check(scene)).length;

test('an archive that is the model’s, with its hash and its prizes, breaks nothing, also when late facts have come', async () => {
  expect(await archivesStand.check(scene)).toEqual([]);
  model = model.map((row) => ({ ...row, value: row.value + 1000n }));
  expect(await archivesStand.check(scene)).toEqual([]);
});

test('an archive that is not the model’s when it is first seen is found', async () => {
  archive[3] = { ...archive[3]!, score: 151 };
  expect(await found()).toBe(SEGMENTS.length);
});

test('an archive that changes later is found by its rows and by its hash', async () => {
  expect(await found()).toBe(0);
  archive.pop();
  expect(await found()).toBe(2 * SEGMENTS.length);
});

test('a hash that is not that of the rows is found', async () => {
  hash = createHash('sha256').update('another').digest('hex');
  expect(await found()).toBe(SEGMENTS.length);
});

test('a prize that was not handed out, one handed out twice, and one for somebody else are found', async () => {
  prizes.pop();
  expect(await found()).toBe(1);
  prizes.push('crown 1 c0');
  expect(await found()).toBe(2);
  prizes.push('crown 2 c7');
  expect(await found()).toBe(3);
});

test('the best tenth of nine are nobody, and whoever is tied with the last of them gets what they get', () => {
  const lines = (ranks: readonly number[]) => ranks.map((rank, index) => `${rank} c${index} 1`);
  const winners = (ranks: readonly number[]) =>
    placedOf(BOARD, lines(ranks)).filter((line) => line.includes('best-tenth')).length;
  expect(winners([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(0);
  expect(winners([1, 1, 1, 4, 5, 6, 7, 8, 9, 10])).toBe(3);
});
