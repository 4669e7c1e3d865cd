import {
  archiveName,
  type BoardPlace,
  entriesOf,
  lineOf,
  MODEL_BOARDS,
  type ModelBoard,
  segmentsOf,
} from '../board-model.ts';
import type { ModelRow } from '../model.ts';
import type { Shop } from '../workload.ts';
import type { Check, Scene } from './check.ts';

/** I-4 · every page of every board, from every server, is the model's board: members, scores, ranks and order. */
export const boardsFollow: Check = {
  id: 'I-4',
  title: 'every board, read whole over HTTP from every server, is the model’s to the last tie',
  async check(scene) {
    const wrong: string[] = [];
    for (const observed of scene.shops) {
      const rows = [...(await scene.model(observed)).values()];
      for (const board of MODEL_BOARDS) {
        for (const period of newestPeriods(board, rows)) {
          for (const segment of segmentsOf(board)) {
            wrong.push(...(await compare(scene, observed.shop, board, { period, segment }, rows)));
          }
        }
      }
    }
    return wrong;
  },
};

/** The newest two periods of each window. */
function newestPeriods({ metric, windows }: ModelBoard, rows: readonly ModelRow[]): string[] {
  return windows.flatMap((window) => {
    const periods = new Set<string>();
    for (const row of rows) if (row.metric === metric && row.window === window) periods.add(row.period);
    return [...periods].sort().slice(-2);
  });
}

async function compare(
  { urls, archives }: Scene,
  shop: Shop,
  board: ModelBoard,
  place: BoardPlace,
  rows: readonly ModelRow[],
): Promise<string[]> {
  const wanted = entriesOf(board, rows, place).map((entry) => lineOf(board, entry));
  const wrong: string[] = [];
  for (const url of urls) {
    const found = await readWhole(shop, url, board, place);
    const name = archiveName(shop.tenant.key, board, place);
    if (typeof found === 'string') {
      wrong.push(`${name}: ${found}`);
      continue;
    }
    const expected = found.sealed ? (archives.get(name)?.lines ?? []) : wanted;
    const at = Array.from({ length: Math.max(expected.length, found.lines.length) }, (_, index) => index);
    const first = at.find((index) => expected[index] !== found.lines[index]);
    if (first !== undefined) {
      wrong.push(`${name}, row ${first + 1}: ${found.lines[first]}, and should be ${expected[first]}`);
    }
  }
  return wrong;
}

/** Every row, or why not. */
async function readWhole(shop: Shop, url: string, board: ModelBoard, { period, segment }: BoardPlace) {
  const lines: string[] = [];
  let sealed = false;
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ period, limit: '100' });
    if (segment !== '') query.set('segment', segment);
    if (cursor !== null) query.set('cursor', cursor);
    const reply = await shop.callAt(url, `GET /v1/leaderboards/${board.key}/entries?${query}`);
    if (reply.status !== 200) return `${reply.status} ${reply.status === 'none' ? reply.reason : reply.body?.detail}`;
    if (reply.body.period.sealed) sealed = true;
    for (const { rank, id, score } of reply.body.data) lines.push(`${rank} ${id} ${score}`);
    cursor = reply.body.nextCursor;
  } while (cursor !== null);
  return { lines, sealed };
}
