import { postEvent, postEventBatch } from './activity/endpoints.ts';
import { discardDeadLetter, listDeadLetters, replayDeadLetter } from './dead-letters/endpoints.ts';
import { getDefinitions, getDefinitionsSchema, putDefinitions } from './definitions/endpoints.ts';
import type { Endpoint } from './http/endpoint.ts';
import {
  explainEntry,
  getBoard,
  listBoards,
  listEntries,
  listEntriesAround,
  listEntriesBatch,
} from './leaderboards/endpoints.ts';
import { getExposure, putExposure } from './leaderboards/exposure.ts';
import { getSeason, listArchive, listSeasons, sealSeason } from './leaderboards/season-endpoints.ts';
import { listMetricValues } from './metrics/endpoints.ts';
import { profileEndpointsByKind } from './profiles/endpoints.ts';
import { getMyVisibility, putMyVisibility } from './profiles/visibility.ts';
import {
  acceptQuarantineCase,
  getQuarantineCase,
  listQuarantine,
  rejectQuarantineCase,
} from './quarantine/endpoints.ts';
import { getHealth, getOpenApi, getReadiness, getVersion } from './system/endpoints.ts';

const { user, creator, asset } = profileEndpointsByKind;

/** Every endpoint there is. The server mounts all of them, and nothing else under `/v1`. */
export const ENDPOINTS: readonly Endpoint[] = [
  postEvent,
  postEventBatch,
  ...[user, creator, asset].flatMap(({ put, batch }) => [put, batch]),
  getMyVisibility,
  putMyVisibility,
  listBoards,
  getBoard,
  listEntries,
  listEntriesAround,
  listEntriesBatch,
  explainEntry,
  getExposure,
  putExposure,
  listSeasons,
  getSeason,
  listArchive,
  sealSeason,
  listMetricValues,
  getDefinitions,
  putDefinitions,
  getDefinitionsSchema,
  listDeadLetters,
  replayDeadLetter,
  discardDeadLetter,
  listQuarantine,
  getQuarantineCase,
  acceptQuarantineCase,
  rejectQuarantineCase,
  getHealth,
  getReadiness,
  getVersion,
  getOpenApi,
];
