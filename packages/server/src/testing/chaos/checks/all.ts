import type { Check } from './check.ts';
import { storedOnce } from './i01-effects.ts';
import { numbersFollow } from './i02-numbers.ts';
import { archivesStand } from './i04-archives.ts';
import { boardsFollow } from './i04-boards.ts';
import { projectionFollows } from './i04-redis.ts';
import { spectatorsFollow } from './i04-sockets.ts';
import { goodConduct } from './i11-apart.ts';
import { outboxDelivered } from './i12-outbox.ts';
import { nothingStuck } from './i14-stuck.ts';
import { processesLive } from './i15-processes.ts';

/** Every invariant that is checked while nothing moves. */
export const CHECKS: readonly Check[] = [
  storedOnce,
  numbersFollow,
  archivesStand,
  boardsFollow,
  spectatorsFollow,
  projectionFollows,
  goodConduct,
  outboxDelivered,
  nothingStuck,
  processesLive,
];
