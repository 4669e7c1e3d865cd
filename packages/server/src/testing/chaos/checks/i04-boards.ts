import type { BoardPage } from '@engagement/contract';
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
async function readWhole(shop: Shop, url: string, board: ModelBoard, place: BoardPlace) {
  const rows: Entry[] = [];
  let sealed = false;
  let total = 0;
  let cursor: string | null = null;
  do {
    const reply = await shop.callAt(
      url,
      `GET ${entriesAt(board, place, '', { limit: '100', ...(cursor && { cursor }) })}`,
    );
    if (reply.status !== 200) return whyNot(reply);
    if (reply.body.period.sealed) sealed = true;
    rows.push(...reply.body.data);
    ({ total, nextCursor: cursor } = reply.body);
  } while (cursor !== null);
  const lines = rows.map(shownLine);
  if (total !== rows.length) return `it has ${rows.length} rows, and says ${total}`;
  const liar = rows.find(
    ({ tied, score }, at) => tied !== [rows[at - 1], rows[at + 1]].some((row) => row?.score === score),
  );
  if (liar) return `${liar.id} says ${liar.tied ? '' : 'not '}to be tied`;
  return (await wrongAround(shop, url, board, place, rows)) ?? { lines, sealed };
}

/** What is around the first, the last and the one in the middle is what stands there on the whole board. */
async function wrongAround(shop: Shop, url: string, board: ModelBoard, place: BoardPlace, rows: readonly Entry[]) {
  for (const at of new Set([0, Math.floor(rows.length / 2), rows.length - 1])) {
    const id = rows[at]?.id;
    if (id === undefined) continue;
    const reply = await shop.callAt(url, `GET ${entriesAt(board, place, `/around/${id}`, { span: `${SPAN}` })}`);
    if (reply.status !== 200) return `around ${id}: ${whyNot(reply)}`;
    const shown = reply.body.data.map(shownLine).join(', ');
    const wanted = rows
      .slice(Math.max(0, at - SPAN), at + SPAN + 1)
      .map(shownLine)
      .join(', ');
    if (shown !== wanted) return `around ${id}: ${shown}, and should be ${wanted}`;
  }
  return undefined;
}

type Entry = Pick<BoardPage['data'][number], 'rank' | 'id' | 'score' | 'tied'>;

const SPAN = 2;

const shownLine = ({ rank, id, score }: Entry) => `${rank} ${id} ${score}`;

const whyNot = (reply: Awaited<ReturnType<Shop['callAt']>>) =>
  `${reply.status} ${reply.status === 'none' ? reply.reason : reply.body?.detail}`;

function entriesAt(
  { key }: ModelBoard,
  { period, segment }: BoardPlace,
  path: string,
  more: Record<string, string>,
): string {
  const query = new URLSearchParams({ period, ...(segment !== '' && { segment }), ...more });
  return `/v1/leaderboards/${key}/entries${path}?${query}`;
}
