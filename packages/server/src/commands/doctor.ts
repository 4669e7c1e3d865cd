import { sql } from 'drizzle-orm';
import type { Core } from '../compose/core.ts';
import { rows } from '../platform/db/database.ts';
import { readArguments } from './arguments.ts';
import { print } from './output.ts';
import { settings, withCore } from './session.ts';

const MAX_SKEW_MS = 2000;

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Looks at every setting and engine, and says what it finds; 1 when something is wrong. */
export async function doctor(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, 'doctor [--json]', { json: 'boolean' }, 0);
  const config = settings();
  const findings: Finding[] = [
    setting('DATABASE_URL', config.databaseUrl ? 'set' : `not set: the embedded Postgres in ${config.dataDir}`),
    setting('KAFKA_BROKERS', config.kafkaBrokers.join(', ') || 'not set: the log is a Postgres table'),
    setting(
      'ENGAGEMENT_MASTER_KEY',
      config.masterKey ? 'set' : 'not set: kept beside the embedded Postgres, refused by serve',
    ),
    setting('ENGAGEMENT_PUBLIC_URL', config.publicUrl ?? 'not set: this machine'),
    ...(await withCore(examine)),
  ];
  print(
    findings,
    options,
    findings.map(({ name, ok, detail }) => `${ok ? 'ok   ' : 'WRONG'}  ${name.padEnd(22)}  ${detail}`),
  );
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

const setting = (name: string, detail: string): Finding => ({ name, ok: true, detail });

async function examine(core: Core): Promise<Finding[]> {
  const { orm } = core.database;
  const [server] = await rows<{ version: string; now: string }>(
    orm,
    sql`select version(), extract(epoch from clock_timestamp()) * 1000 as now`,
  );
  const skew = Math.round(Math.abs(Number(server?.now) - Date.now()));
  const doubles = await rows<{ key: string; id: string; sources: string }>(
    orm,
    sql`select t.key, f.id, string_agg(distinct f.source, ', ') as sources
        from activity_facts f join tenants t on t.id = f.tenant_id
        group by t.key, f.trust, f.id having count(distinct f.source) > 1 order by 1, 2 limit 20`,
  );
  return [
    { name: 'Postgres', ok: true, detail: server?.version.split(' on ')[0] ?? '' },
    { name: 'Clock', ok: skew < MAX_SKEW_MS, detail: `${skew} ms from the database's` },
    { name: 'Log', ok: true, detail: `${await core.log.backlog()} events waiting` },
    {
      name: 'Sources',
      ok: doubles.length === 0,
      detail:
        doubles.length === 0
          ? 'no id came from two sources'
          : `the same id from two sources counts twice: ${doubles.map(({ key, id, sources }) => `${key} ${id} (${sources})`).join('; ')}`,
    },
  ];
}
