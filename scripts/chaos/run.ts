import { CHECKS } from '../../packages/server/src/testing/chaos/checks/all.ts';
import { type Check, lookAt, type Scene } from '../../packages/server/src/testing/chaos/checks/check.ts';
import { Random } from '../../packages/server/src/testing/chaos/random.ts';
import type { Shop } from '../../packages/server/src/testing/chaos/workload.ts';
import { FAULTS } from './nemesis/all.ts';
import type { Fault } from './nemesis/fault.ts';
import { Record } from './record.ts';
import { recovered, settle } from './recovery.ts';
import { schedule } from './schedule.ts';
import { answersOf, type System, startSystem } from './system.ts';
import { cameTrue, patient } from './until.ts';

export interface RunOptions {
  /** Decides what is said, and what is broken when. */
  readonly seed: string;
  readonly minutes: number;
  /** Only these; all when left out. */
  readonly faults?: readonly string[] | undefined;
  /** Of each marketplace. */
  readonly eventsPerSecond: number;
  readonly readsPerSecond: number;
  readonly killsPerTurn: number;
  readonly say: (line: string) => void;
  /** Ends the run, and all that it has started. */
  readonly signal?: AbortSignal | undefined;
}

export interface Outcome {
  readonly record: Record;
  readonly seconds: number;
  readonly events: Readonly<globalThis.Record<'acked' | 'refused' | 'unknown', number>>;
  readonly reads: number;
  /** Events that were answered with what they changed. */
  readonly answeredAtOnce: number;
}

/** Checked at least this often, so that what is found can be laid at the door of few. */
const CHAPTER_SECONDS = 75;
/** Boards may take so long to be right again. */
const BOARDS_WITHIN_SECONDS = 60;
/** An injection that takes longer than so many times what it should is given up, and so is the run. */
const PATIENCE = 5;

export async function runChaos(options: RunOptions): Promise<Outcome> {
  const { seed, minutes, say } = options;
  const random = new Random(`${seed}/nemesis`);
  const system = await startSystem({ ...options, startedAt: Date.now() });
  const record = new Record();
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  options.signal?.addEventListener('abort', () => reject(new Error('the run was ended before its time')));
  return Promise.race([aborted, play()]).finally(() => system.close());

  async function play(): Promise<Outcome> {
    // It may have been ended while it was still being built up.
    options.signal?.throwIfAborted();
    say('the system stands');
    // What is wrong before anything is broken is no fault's doing; and sealed seasons are kept as they were sealed.
    await checkAll(system, record, say);
    for (const { shop } of system.shops) shop.start();
    const faults = FAULTS.filter(({ id }) => !options.faults || options.faults.includes(id));
    let checkedAt = seconds();
    let turns = 0;
    for (const fault of schedule(faults, random)) {
      turns += 1;
      if (turns > faults.length && seconds() + fault.seconds > minutes * 60) break;
      if (!(await injectOne(system, fault, random.fork(turns), record, say))) break;
      if (seconds() - checkedAt < CHAPTER_SECONDS) continue;
      await checkAll(system, record, say);
      checkedAt = seconds();
      for (const { shop } of system.shops) shop.start();
    }
    await checkAll(system, record, say);
    record.endRun();
    const sum = (of: (shop: Shop) => number) => system.shops.reduce((all, { shop }) => all + of(shop), 0);
    const [reads, answeredAtOnce] = [sum((shop) => shop.reads), sum((shop) => shop.answeredAtOnce)];
    return { record, seconds: seconds(), events: answersOf(system), reads, answeredAtOnce };
  }
}

/** False when there is no use in going on. */
async function injectOne(system: System, fault: Fault, random: Random, record: Record, say: RunOptions['say']) {
  say(`${fault.id.padEnd(6)} ${fault.title}`);
  try {
    const evidence = await within(patient(fault.seconds * PATIENCE), fault.inject(system, random));
    const recovery = await recovered(system);
    record.injected(fault, evidence, recovery);
    say(
      `${fault.id.padEnd(6)} ${evidence.bitten > 0 ? 'hit ' : 'miss'} ${recovery.toFixed(1).padStart(5)} s  ${evidence.seen}`,
    );
    for (const what of evidence.broken ?? []) say(`       broken: ${what}`);
    return true;
  } catch (error) {
    record.failed(fault, error);
    say(`       FAILED ${error instanceof Error ? error.stack : error}`);
    for (const { name, unasked } of system.services)
      for (const how of unasked) say(`       ${name} ended by itself: ${how}`);
    for (const service of system.services) say(`       ${service.name} said last: ${service.takeLog().slice(-1500)}`);
    return false;
  }
}

async function checkAll(system: System, record: Record, say: RunOptions['say']): Promise<void> {
  const began = performance.now();
  const before = record.failures.length;
  try {
    await settle(system);
    const scene = lookAt(system.surroundings);
    for (const check of CHECKS) record.checked(check.id, await violations(check, scene));
  } catch (error) {
    record.checked('I-14', [`it did not come to rest: ${error instanceof Error ? error.message : error}`]);
  }
  record.endChapter();
  for (const failure of record.failures.slice(before)) say(`       ${failure}`);
  say(`checked in ${((performance.now() - began) / 1000).toFixed(1)} s, ${record.failures.length} failures so far`);
}

/** Boards are given their time; everything else has to be right at once. */
async function violations(check: Check, scene: Scene): Promise<readonly string[]> {
  let wrong = await check.check(scene);
  if (check.id !== 'I-4' || wrong.length === 0) return wrong;
  await cameTrue(
    BOARDS_WITHIN_SECONDS,
    async () => {
      wrong = await check.check(scene);
      return wrong.length === 0;
    },
    1000,
  );
  return wrong;
}

async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it was not done after ${seconds} s`)), seconds * 1000);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
