import { afterEach, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import type { TenantId } from '../kernel/tenant.ts';
import { openTestKafkaLog, openTestPostgresLog, type TestLog } from '../testing/logs.ts';
import { encodeRecord, type LogEntry, type LogRecord, MAX_BATCH } from './log.ts';

const record = (id: string, padding = ''): LogRecord => ({
  tenantId: 1 as TenantId,
  fact: {
    trust: 'server',
    source: 'shop',
    id,
    type: 'review.submitted',
    time: 1_700_000_000_123_456,
    subject: `user of ${id}`,
    data: { rating: 5, padding },
    reverses: { trust: 'client', source: 'shop', id: 'other' },
  },
});
const records = (count: number, prefix = 'e') => Array.from({ length: count }, (_, n) => record(`${prefix}${n}`));
const idOf = (entry: LogEntry) => ('record' in entry ? entry.record.fact.id : entry.unreadable);
const idsOf = (batch: readonly LogEntry[]) => batch.map(idOf);
const ids = (count: number, prefix = 'e') => records(count, prefix).map(({ fact }) => fact.id);

const adapters: Record<string, () => Promise<TestLog>> = {
  Postgres: () => openTestPostgresLog(inject('postgresUrl')),
  Kafka: () => openTestKafkaLog(inject('kafkaBrokers')),
};

describe.each(Object.keys(adapters))('the log in %s', (name) => {
  let own: TestLog;
  beforeEach(async () => {
    own = await (adapters[name] as () => Promise<TestLog>)();
  });
  afterEach(() => own.close());

  /** A consumer that keeps what it is handed. */
  async function collect() {
    const seen: LogEntry[] = [];
    const consumer = await own.log.consume(async (batch) => void seen.push(...batch));
    return { seen, stop: () => consumer.stop() };
  }
  const drained = () =>
    vi.waitFor(async () => expect(await own.log.backlog()).toBe(0), { timeout: 10_000, interval: 50 });

  test('hands out what was appended, before and after a consumer came, as it was', async () => {
    await own.log.append(records(3, 'before'));
    expect(await own.log.backlog()).toBe(3);
    const { seen, stop } = await collect();
    await drained();
    await own.log.append(records(2, 'after'));
    await drained();
    expect(idsOf(seen).sort()).toEqual([...ids(2, 'after'), ...ids(3, 'before')]);
    expect(seen.find((entry) => idOf(entry) === 'before1')).toMatchObject({ record: record('before1') });
    await stop();
  });

  test('one user’s events come in the order in which they were appended', async () => {
    const ofOne = records(50).map(({ fact, ...rest }) => ({ ...rest, fact: { ...fact, subject: 'one' } }));
    for (const single of ofOne) await own.log.append([single]);
    const { seen, stop } = await collect();
    await drained();
    expect(idsOf(seen)).toEqual(ids(50));
    await stop();
  });

  test('hands out whatever has arrived, at most a full batch, and waits for no more', async () => {
    const sizes: number[] = [];
    await own.log.append(records(MAX_BATCH + 500));
    const consumer = await own.log.consume(async (batch) => void sizes.push(batch.length));
    await drained();
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAX_BATCH);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(MAX_BATCH + 500);
    const before = performance.now();
    await own.log.append([record('single')]);
    await vi.waitFor(() => expect(sizes.at(-1)).toBe(1), { timeout: 5000, interval: 5 });
    expect(performance.now() - before).toBeLessThan(900);
    await consumer.stop();
  });

  test('a batch whose handler failed comes again, whole; after success it never does', async () => {
    await own.log.append(records(5));
    const handed: string[] = [];
    let failing = 2;
    const consumer = await own.log.consume(async (batch) => {
      if (failing-- > 0) throw new Error('not yet');
      handed.push(...idsOf(batch));
    });
    await drained();
    await consumer.stop();
    expect([...handed].sort()).toEqual(ids(5));
    expect(own.failures.map(String)).toContain('Error: not yet');
    const { seen, stop } = await collect();
    await own.log.append([record('next')]);
    await drained();
    expect(idsOf(seen)).toEqual(['next']);
    await stop();
  });

  test('a batch that nobody finished is handed to the next consumer', async () => {
    await own.log.append(records(5));
    const first = await own.log.consume(() => Promise.reject(new Error('never')));
    await vi.waitFor(() => expect(own.failures.length).toBeGreaterThan(0), 5000);
    await first.stop();
    expect(await own.log.backlog()).toBe(5);
    const { seen, stop } = await collect();
    await drained();
    expect(idsOf(seen).sort()).toEqual(ids(5));
    await stop();
  });

  test('stop finishes the batch in hand, and takes no more', async () => {
    await own.log.append(records(5));
    const { promise: mayFinish, resolve: finish } = Promise.withResolvers<void>();
    const handed: string[] = [];
    const consumer = await own.log.consume(async (batch) => {
      handed.push(...idsOf(batch));
      await mayFinish;
    });
    await vi.waitFor(() => expect(handed.length).toBeGreaterThan(0), 5000);
    let stopped = false;
    const stopping = consumer.stop().then(() => {
      stopped = true;
    });
    await own.log.append(records(5, 'late'));
    expect(stopped).toBe(false);
    finish();
    await stopping;
    const finished = handed.length;
    expect(await own.log.backlog()).toBe(10 - finished);
    expect(handed).toHaveLength(finished);
    const { seen, stop } = await collect();
    await drained();
    expect([...handed, ...idsOf(seen)].sort()).toEqual([...ids(5), ...ids(5, 'late')].sort());
    await stop();
  });

  test('two consumers share the work, and no entry is handed to both', async () => {
    const one = await collect();
    const two = await collect();
    for (let round = 0; round < 40; round++) await own.log.append(records(25, `r${round}-`));
    await drained();
    const all = [...idsOf(one.seen), ...idsOf(two.seen)];
    expect(new Set(all).size).toBe(1000);
    // Kafka may hand out again what was under way while the second consumer joined.
    if (name === 'Postgres') expect(all).toHaveLength(1000);
    await one.stop();
    await two.stop();
  });

  test('backlog counts what is not finished, also while it is worked on', async () => {
    expect(await own.log.backlog()).toBe(0);
    await own.log.append(records(7));
    expect(await own.log.backlog()).toBe(7);
    const { promise: mayFinish, resolve: finish } = Promise.withResolvers<void>();
    let taken = 0;
    const consumer = await own.log.consume(async (batch) => {
      taken += batch.length;
      await mayFinish;
    });
    await vi.waitFor(() => expect(taken).toBeGreaterThan(0), 5000);
    expect(await own.log.backlog()).toBe(7);
    finish();
    await drained();
    await consumer.stop();
  });

  test('many small appends at once cost few writes', async () => {
    await Promise.all(records(1000).map((single) => own.log.append([single])));
    expect(await own.log.backlog()).toBe(1000);
    expect(await own.writes()).toBeLessThan(20);
  });

  test('takes what is larger than the engine takes at once', async () => {
    await own.log.append(Array.from({ length: 500 }, (_, n) => record(`large${n}`, 'x'.repeat(8000))));
    await own.log.append([record('huge', 'ü'.repeat(1024 * 1024))]);
    const { seen, stop } = await collect();
    await drained();
    // At least once: a broker that is slow to answer is asked again.
    expect(new Set(idsOf(seen)).size).toBe(501);
    await stop();
  });

  test('text that is no record is handed out as such, and does not stop its neighbours', async () => {
    const good = JSON.parse(encodeRecord(record('good'))) as { tenant: number; fact: object };
    const bad = [
      'no JSON',
      '',
      'null',
      '[]',
      '{}',
      JSON.stringify({ fact: good.fact }),
      ...[0, -1, 1.5, 9_999_999_999, '1', null].map((tenant) => JSON.stringify({ ...good, tenant })),
      JSON.stringify({ tenant: 1, fact: { id: 'only an id' } }),
      ...Object.keys(good.fact).map((field) => JSON.stringify({ ...good, fact: { ...good.fact, [field]: undefined } })),
      JSON.stringify({ ...good, fact: { ...good.fact, time: 'today' } }),
      JSON.stringify({ ...good, fact: { ...good.fact, data: [] } }),
      JSON.stringify({ ...good, fact: { ...good.fact, reverses: {} } }),
    ];
    await own.log.append([record('first')]);
    await own.writeText(bad);
    await own.log.append([record('last')]);
    const { seen, stop } = await collect();
    await drained();
    const unreadable = seen.filter((entry) => 'unreadable' in entry);
    expect(unreadable.map(idOf).sort()).toEqual([...bad].sort());
    expect(new Set(unreadable.map(({ place }) => place)).size).toBe(bad.length);
    expect(idsOf(seen)).toEqual(expect.arrayContaining(['first', 'last']));
    await stop();
  });

  test('an append is refused while the engine is away, and taken when it is back; nothing taken is lost', async () => {
    const { seen, stop } = await collect();
    await own.log.append(records(10, 'before'));
    own.engine.cut();
    const began = performance.now();
    await expect(Promise.all(records(20, 'away').map((single) => own.log.append([single])))).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(20_000);
    own.engine.restore();
    await vi.waitFor(() => own.log.append(records(10, 'after')), { timeout: 30_000, interval: 100 });
    await vi.waitFor(
      () => expect(idsOf(seen)).toEqual(expect.arrayContaining([...ids(10, 'before'), ...ids(10, 'after')])),
      { timeout: 30_000, interval: 100 },
    );
    await drained();
    await stop();
  }, 100_000);

  test('an append whose answer is lost is refused in time; what is taken later is stored', async () => {
    await own.log.append([record('before')]);
    own.engine.swallowAnswers();
    const began = performance.now();
    await expect(own.log.append([record('unanswered')])).rejects.toThrow('did not answer in time');
    expect(performance.now() - began).toBeLessThan(12_000);
    own.engine.restore();
    await vi.waitFor(() => own.log.append([record('after')]), { timeout: 30_000, interval: 100 });
    const { seen, stop } = await collect();
    await vi.waitFor(() => expect(idsOf(seen)).toEqual(expect.arrayContaining(['before', 'after'])), 15_000);
    await stop();
  }, 80_000);
});
