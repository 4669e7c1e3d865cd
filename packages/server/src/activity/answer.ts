import type { ChangedMetric, EventAnswer } from '@engagement/contract';
import type { KnownCaller } from '../kernel/caller.ts';
import type { ConcernedNumber } from '../metrics/concerned.ts';
import { shownValue } from '../metrics/shown.ts';
import type { AtOnce, Came } from './at-once.ts';
import type { Fact } from './fact.ts';
import type { DecidedRank } from './ports.ts';

/** What a caller who waits up to `seconds` is told; undefined when it was not recorded by then, as far as is known. */
export type Answers = (caller: KnownCaller, fact: Fact, seconds: number) => Promise<EventAnswer | undefined>;

/** Records facts at once, and says what came of each as far as its caller may know. */
export function createAnswers(atOnce: AtOnce, onFailure: (error: unknown) => void): Answers {
  return async (caller, fact, seconds) => {
    const late = lateAfter(seconds);
    try {
      const came = await Promise.race([atOnce.record(caller.tenant, fact), late.promise]);
      if (!came) return undefined;
      const ranks = await Promise.race([came.ranks, late.promise]).catch(onFailure);
      return answerOf(caller, fact, came, ranks ?? null);
    } catch (error) {
      onFailure(error);
      return undefined;
    } finally {
      late.clear();
    }
  };
}

function lateAfter(seconds: number) {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), seconds * 1000);
  return { promise, clear: () => clearTimeout(timer) };
}

function answerOf(
  caller: KnownCaller,
  { id }: Fact,
  { outcome, numbers }: Came,
  ranks: readonly (readonly DecidedRank[])[] | null,
): EventAnswer {
  const may = sightOf(caller);
  // Whoever is held learns nothing of it.
  const status = outcome === 'quarantined' && caller.kind !== 'secret' ? 'recorded' : outcome;
  const metrics = may.seeMetrics ? numbers.filter(may.seeOf).map(changedMetric) : [];
  if (!may.seeRanks) return { id, status, metrics, ranks: [] };
  if (!ranks) return { id, status, metrics, ranks };
  // Two days may make the same growth.
  const decided = new Set(ranks.flatMap((each, at) => (may.seeOf(numbers[at] as ConcernedNumber) ? each : [])));
  return { id, status, metrics, ranks: [...decided].filter(may.seeRank).map(({ rank }) => rank) };
}

/** A server sees what the scopes of its key allow, a user what is their own, a browser without a user nothing. */
function sightOf(caller: KnownCaller) {
  if (caller.kind === 'secret') {
    const { scopes } = caller;
    return {
      seeMetrics: scopes.has('metrics:read'),
      seeRanks: scopes.has('leaderboards:read'),
      seeOf: () => true,
      seeRank: () => true,
    };
  }
  const user = caller.kind === 'user' ? caller.user : undefined;
  const isOwn = ({ metric, subject }: ConcernedNumber) =>
    subject === user && (metric.subject === 'user' || metric.subject === 'creator');
  const isShown = ({ shown }: DecidedRank) => shown;
  return { seeMetrics: user !== undefined, seeRanks: user !== undefined, seeOf: isOwn, seeRank: isShown };
}

function changedMetric(number: ConcernedNumber): ChangedMetric {
  const { metric, subject, period, segment, count, delta } = number;
  return {
    metric: metric.key,
    subject,
    period: period.key,
    window: period.window,
    segment: segment || null,
    value: shownValue(metric, number),
    count: Number(count),
    delta: delta === null ? null : (shownValue(metric, { value: delta, count: 1n }) as number),
  };
}
