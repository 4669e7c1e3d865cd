import { apiKill } from './f01-api-kill.ts';
import { workerKill } from './f02-worker-kill.ts';
import { zombie } from './f03-zombie.ts';
import { rebalanceStorm } from './f04-rebalance.ts';
import { brokerRestarted, brokerStalled } from './f05-broker.ts';
import { redisAway, redisFlushed, redisRestored } from './f06-redis.ts';
import { backendsTerminated, postgresRestart } from './f09-postgres.ts';
import { transactionConflicts } from './f11-conflicts.ts';
import { lostCommits } from './f12-lost-commits.ts';
import { poolExhausted } from './f13-exhausted.ts';
import { disorder } from './f18-disorder.ts';
import { poison } from './f19-poison.ts';
import { socketStorm } from './f22-socket-storm.ts';
import { sigterm } from './f25-sigterm.ts';
import { schedulerKill } from './f28-scheduler-kill.ts';
import type { Fault } from './fault.ts';

export const FAULTS: readonly Fault[] = [
  apiKill,
  workerKill,
  zombie,
  rebalanceStorm,
  brokerStalled,
  brokerRestarted,
  redisFlushed,
  redisAway,
  redisRestored,
  postgresRestart,
  backendsTerminated,
  transactionConflicts,
  lostCommits,
  poolExhausted,
  disorder,
  poison,
  socketStorm,
  sigterm,
  schedulerKill,
];
