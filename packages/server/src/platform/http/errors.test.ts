import { sql } from 'drizzle-orm';
import { expect, inject, test } from 'vitest';
import { ProblemError } from '../../kernel/problem-error.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { openDatabase } from '../db/database.ts';
import { reportTo, toProblem } from './errors.ts';

test('an engine that is away is a warning, and only what nobody foresaw is an error', () => {
  const lines: string[] = [];
  const report = reportTo({ warn: () => lines.push('warn'), error: () => lines.push('error') });
  report(new ProblemError('service-unavailable', 'The board cannot be read just now.'));
  report(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
  report(new TypeError('undefined is not a function'));
  expect(lines).toEqual(['warn', 'warn', 'error']);
});

test('a database that is busy is told from one that is away', async () => {
  const own = await createTestDatabase(inject('postgresUrl'));
  const patience = { turnMs: 50, lockMs: 1000 };
  const busy = openDatabase({ url: own.url, applicationName: 'busy', maxConnections: 2, patience });
  const away = openDatabase({ url: 'postgres://ada:x@127.0.0.1:1/shop', applicationName: 'away' });
  const refusal = async (attempt: Promise<unknown>) => {
    const { code, message, headers } = toProblem(await attempt.catch((error: unknown) => error));
    return [code, message, headers];
  };
  const unavailable = (detail: string) => ['service-unavailable', detail, { 'Retry-After': '2' }];
  const [theirs, ours] = [
    busy.orm.execute(sql`select pg_sleep(1)`).then(),
    busy.transaction(async (tx) => {
      const free = unavailable('The database has no connection free for this request.');
      expect(await refusal(busy.orm.execute(sql`select 1`))).toEqual(free);
      expect(await refusal(busy.transaction((other) => other.execute(sql`select 1`)))).toEqual(free);
      await tx.execute(sql`select 1`);
    }),
  ];
  await Promise.all([theirs, ours]);
  expect(await refusal(away.orm.execute(sql`select 1`))).toEqual(unavailable('The database cannot be reached.'));
  await Promise.all([busy.close(), away.close()]);
  await own.drop();
});
