import { createHash } from 'node:crypto';
import {
  archiveName,
  type BoardPlace,
  entriesOf,
  lineOf,
  MODEL_BOARDS,
  type ModelBoard,
  segmentsOf,
} from '../board-model.ts';
import { PRIZES, SEALED_SEASON } from '../definitions.ts';
import { isOwn } from '../observer.ts';
import type { Check, KeptArchive, ObservedShop, Scene } from './check.ts';

/**
 * I-4 · a sealed season is what the model made of all that was recorded before the seal, its hash is that of its rows,
 * each prize is handed out once, and nothing that comes later changes any of it. The first look has to come before the
 * first late fact.
 */
export const archivesStand: Check = {
  id: 'I-4',
  title: 'every archive is the model’s board of the time of its seal, with its hash and its prizes, and stays so',
  async check(scene) {
    const wrong: string[] = [];
    for (const observed of scene.shops) {
      for (const board of MODEL_BOARDS.filter(({ windows }) => windows.includes('season'))) {
        for (const segment of segmentsOf(board)) {
          wrong.push(...(await wrongArchive(scene, observed, board, { period: SEALED_SEASON, segment })));
        }
        wrong.push(...(await wrongPrizes(scene, observed, board)));
      }
    }
    return wrong;
  },
};

async function wrongArchive(scene: Scene, observed: ObservedShop, board: ModelBoard, place: BoardPlace) {
  const wrong: string[] = [];
  const name = archiveName(observed.shop.tenant.key, board, place);
  for (const url of scene.urls) {
    const found = await readArchive(observed, url, board, place);
    if (typeof found === 'string') {
      wrong.push(`archive of ${name}: ${found}`);
      continue;
    }
    const { lines, hash } = scene.archives.get(name) ?? (await keep(scene, observed, board, { name, place, found }));
    const at = Array.from({ length: Math.max(lines.length, found.lines.length) }, (_, index) => index);
    const first = at.find((index) => lines[index] !== found.lines[index]);
    if (first !== undefined)
      wrong.push(`archive of ${name}, row ${first + 1}: ${found.lines[first]}, and should be ${lines[first]}`);
    if (found.hash !== hash) wrong.push(`archive of ${name}: its hash was ${hash}, and is ${found.hash}`);
    if (found.hash !== found.recomputed) wrong.push(`archive of ${name}: ${found.hash} is not the hash of its rows`);
  }
  return wrong;
}

interface Seen {
  readonly name: string;
  readonly place: BoardPlace;
  readonly found: KeptArchive;
}

/** Its rows are the model's, and its hash is the one that was found first. */
async function keep(scene: Scene, observed: ObservedShop, board: ModelBoard, { name, place, found }: Seen) {
  const entries = entriesOf(board, (await scene.model(observed)).values(), place);
  const kept = { lines: entries.map((entry) => lineOf(board, entry)), hash: found.hash };
  scene.archives.set(name, kept);
  return kept;
}

interface ArchiveRow {
  readonly rank: number;
  readonly id: string;
  readonly score: number;
  readonly key: string;
}

/** Every row and the hash, or why not. */
async function readArchive({ shop }: ObservedShop, url: string, board: ModelBoard, { period, segment }: BoardPlace) {
  const rows: ArchiveRow[] = [];
  let head = { hash: '', scale: 0 };
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ limit: '25' });
    if (segment !== '') query.set('segment', segment);
    if (cursor !== null) query.set('cursor', cursor);
    const reply = await shop.callAt(url, `GET /v1/leaderboards/${board.key}/seasons/${period}/archive?${query}`);
    if (reply.status !== 200) return `${reply.status} ${reply.status === 'none' ? reply.reason : reply.body?.detail}`;
    head = reply.body;
    rows.push(...reply.body.data);
    cursor = reply.body.nextCursor;
  } while (cursor !== null);
  return {
    lines: rows.map(({ rank, id, score }) => `${rank} ${id} ${score}`),
    hash: head.hash,
    recomputed: hashOf(rows, head.scale),
  };
}

/** As the page about seasons tells everyone to do it. */
export function hashOf(rows: readonly Pick<ArchiveRow, 'rank' | 'score' | 'key'>[], scale: number): string {
  const lines = rows.map(({ rank, score, key }) => `${rank}\t${score.toFixed(scale)}\t${key}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/** Each prize of each entry is a recorded fact, once, and nobody else has any. */
async function wrongPrizes(scene: Scene, observed: ObservedShop, board: ModelBoard): Promise<string[]> {
  const { key } = observed.shop.tenant;
  const kept = scene.archives.get(archiveName(key, board, { period: SEALED_SEASON, segment: '' }));
  if (!kept) return [`prizes of ${board.key} of ${key} are not known: its archive was never read`];
  const left = placedOf(board, kept.lines);
  const wrong: string[] = [];
  for (const fact of (await scene.facts(observed)).filter(isOwn)) {
    const { season, prize, rank } = fact.data;
    const line = `${fact.type} ${fact.data.board} ${season} ${prize} ${rank} ${fact.subject}`;
    const at = left.indexOf(line);
    if (at < 0) wrong.push(`${line} of ${key} was handed out, and should not be`);
    else left.splice(at, 1);
  }
  return [...wrong, ...left.map((line) => `${line} of ${key} was not handed out`)];
}

/** The prizes that an archive comes to: for a rank, or for those in the best tenth and who is tied with the last of it. */
export function placedOf({ key }: Pick<ModelBoard, 'key'>, lines: readonly string[]): string[] {
  const entries = lines.map((line) => line.split(' ') as [string, string, string]);
  return PRIZES.flatMap((prize) => {
    const last = 'ranks' in prize ? undefined : entries[Math.floor((entries.length * prize.topPercent) / 100) - 1];
    const wins = ([rank]: readonly [string, string, string]) =>
      'ranks' in prize
        ? Number(rank) >= prize.ranks.from && Number(rank) <= prize.ranks.to
        : last !== undefined && Number(rank) <= Number(last[0]);
    return entries.filter(wins).map(([rank, id]) => `season.placed ${key} ${SEALED_SEASON} ${prize.key} ${rank} ${id}`);
  });
}
