import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';
import { Cursor, Key, limit } from '../http/fields.ts';
import { Period } from './board-page.ts';
import { SegmentSpec } from './endpoints.ts';
import { ArchivePage, BoardSeason } from './season.ts';

const access = { publishable: true, user: true, secret: 'leaderboards:read' } as const;
const params = z.strictObject({ board: Key, season: Key });

export const listSeasons = defineEndpoint({
  id: 'listSeasons',
  method: 'get',
  path: '/v1/leaderboards/{board}/seasons',
  summary: 'The seasons of a board: past, running and to come, by their start.',
  access,
  params: z.strictObject({ board: Key }),
  status: 200,
  reply: z.strictObject({ data: z.array(Period), nextCursor: z.null() }),
});

export const getSeason = defineEndpoint({
  id: 'getSeason',
  method: 'get',
  path: '/v1/leaderboards/{board}/seasons/{season}',
  summary: 'One season of a board: its state, its prizes and, once sealed, its hash and what came too late.',
  access,
  params,
  query: z.strictObject({ segment: SegmentSpec.optional() }),
  status: 200,
  reply: BoardSeason,
});

export const listArchive = defineEndpoint({
  id: 'listArchive',
  method: 'get',
  path: '/v1/leaderboards/{board}/seasons/{season}/archive',
  summary: 'The rows of a sealed season that its hash covers.',
  access,
  params,
  query: z.strictObject({ segment: SegmentSpec.optional(), limit: limit(1000, 100), cursor: Cursor.optional() }),
  status: 200,
  reply: ArchivePage,
});

export const sealSeason = defineEndpoint({
  id: 'sealSeason',
  method: 'post',
  path: '/v1/leaderboards/{board}/seasons/{season}/seal',
  summary: 'Seals a season whose grace is over, without waiting for the end of its review. Once sealed it stays so.',
  access: { secret: 'leaderboards:write' },
  params,
  status: 200,
  reply: BoardSeason,
});
