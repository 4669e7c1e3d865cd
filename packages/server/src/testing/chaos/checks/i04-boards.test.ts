import { beforeEach, expect, test } from 'vitest';
import { Absences } from '../absences.ts';
import { entriesOf, MODEL_BOARDS, type ModelBoard } from '../board-model.ts';
import type { ModelRow } from '../model.ts';
import { Random } from '../random.ts';
import type { Scene } from './check.ts';
import { boardsFollow } from './i04-boards.ts';

const BOARD = MODEL_BOARDS[0] as ModelBoard;
const ALL = { period: 'all-time', segment: '' };

/** Twenty-one creators, of whom two each sell the same. */
const ROWS: ModelRow[] = Array.from({ length: 21 }, (_, index) => ({
  ...{ metric: 'revenue', window: 'all-time', ...ALL, subject: `c${index}.bird` },
  ...{ value: BigInt(100 - Math.floor(index / 2)), count: 1n, reached: index },
}));

interface Row {
  rank: number;
  id: string;
  score: number;
  tied: boolean;
}

/** What a server that makes no mistake shows; tests break it. */
let shown: Row[];
let total: number | undefined;
let around: (id: string) => Row[] | undefined;
let answers: boolean;
let absences: Absences;
let scene: Scene;

beforeEach(() => {
  answers = true;
  total = undefined;
  absences = new Absences(new Random('absences'), 'bird', async () => ({ status: answers ? 200 : 503 }));
  show();
  around = (id) => {
    const at = shown.findIndex((row) => row.id === id);
    return at < 0 ? undefined : shown.slice(Math.max(0, at - 2), at + 3);
  };
  const reply = (path: string) => {
    const [, id] = /\/around\/([^?]+)/.exec(path) ?? [];
    const data = path.includes('segment=') ? [] : id === undefined ? shown : around(id);
    if (!data) return { status: 404, body: { detail: 'nobody' } };
    return {
      status: 200,
      body: {
        data,
        total: (data === shown ? total : undefined) ?? data.length,
        nextCursor: null,
        period: { sealed: false },
      },
    };
  };
  const shop = { tenant: { key: 'north' }, absences, callAt: async (_url: string, path: string) => reply(path) };
  scene = {
    shops: [{ shop }],
    urls: ['http://one'],
    archives: new Map(),
    ranked: async () => absences.without(ROWS),
  } as unknown as Scene;
});

/** The board as it has to be for everyone who is not hidden. */
function show(): void {
  const entries = entriesOf(BOARD, absences.without(ROWS), ALL);
  shown = entries.map(({ rank, id, score }) => ({
    ...{ rank, id, score: Number(score) },
    tied: entries.filter((each) => each.score === score).length > 1,
  }));
}

const found = async () => (await boardsFollow.check(scene)).length;

test('a board that is the model’s breaks nothing, whoever leaves and comes back', async () => {
  const seen = new Set<number>();
  for (let turn = 0; turn < 12; turn++) {
    expect(await boardsFollow.check(scene)).toEqual([]);
    expect(await absences.turn()).toBe(true);
    seen.add(absences.hidden.size);
    show();
  }
  expect(seen).toEqual(new Set([1, 2]));
});

test('who is hidden and still shown, and who is back and is not shown, is found', async () => {
  await absences.turn();
  expect(await found()).toBe(1);
  show();
  expect(await found()).toBe(0);
  await absences.turn();
  await absences.turn();
  expect(await found()).toBe(1);
});

test('nobody is hidden, and nobody back, before it is known to be written', async () => {
  answers = false;
  expect(await absences.turn()).toBe(false);
  expect(absences.hidden.size).toBe(0);
  answers = true;
  expect(await absences.finish()).toBe(true);
  expect(absences.hidden.size).toBe(1);
  expect(await absences.finish()).toBe(true);
  expect(absences.hidden.size).toBe(1);
});

test('a hole where somebody is hidden is found, in ranks, in the total and among ties', async () => {
  await absences.turn();
  const [hidden] = absences.hidden;
  const before = shown;
  show();
  const closed = shown;
  shown = before.filter(({ id }) => id !== hidden).map((row) => ({ ...row, tied: tiedIn(closed, row.id) }));
  expect(await found()).toBe(1);
  shown = closed;
  total = closed.length + 1;
  expect(await found()).toBe(1);
  total = undefined;
  shown = closed.map((row, at) => (at === 5 ? { ...row, tied: !row.tied } : row));
  expect(await found()).toBe(1);
});

const tiedIn = (rows: readonly Row[], id: string) => rows.find((row) => row.id === id)?.tied ?? false;

test('who is on a board and not found by name, and a stretch that is another than the board’s, is found', async () => {
  const right = around;
  around = (id) => (id === shown.at(-1)?.id ? undefined : right(id));
  expect(await found()).toBe(1);
  around = (id) => right(id)?.toReversed();
  expect(await found()).toBe(1);
  around = right;
  expect(await found()).toBe(0);
});
