import { Kafka, logLevel } from 'kafkajs';
import postgres from 'postgres';
import { ACTIVITY_TOPIC } from '../activity/kafka-log.ts';
import { COMMAND_LINE } from '../kernel/command-line.ts';
import { schemaState } from '../platform/db/migrate.ts';

export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export const MAX_SKEW_MS = 2000;
const MIN_POSTGRES = 150_000;
const SHOWN_DOUBLES = 20;

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message || `${(error as NodeJS.ErrnoException).code}` : `${error}`;

interface DatabaseProbe {
  readonly findings: readonly Finding[];
  /** Topics that tenants have bound; undefined when the schema is not at head, so that nothing else can be asked. */
  readonly topics: readonly string[] | undefined;
}

/** What Postgres says of itself and of the data. It changes nothing. */
export async function probePostgres(url: string): Promise<DatabaseProbe> {
  const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    const findings = await probeServer(client);
    const { pending, unknown } = await schemaState(client);
    const wrong =
      pending > 0
        ? `${pending} migrations are pending: ${COMMAND_LINE} migrate`
        : `${unknown} migrations are of a newer version`;
    const atHead = pending + unknown === 0;
    findings.push({ name: 'Schema', ok: atHead, detail: atHead ? 'at head' : wrong });
    if (!atHead) return { findings, topics: undefined };
    findings.push(await probeSources(client));
    const bound = await client<{ topic: string }[]>`select topic from activity_topic_bindings order by topic`;
    return { findings, topics: bound.map(({ topic }) => topic) };
  } catch (error) {
    return {
      findings: [{ name: 'Postgres', ok: false, detail: `cannot be used: ${reasonOf(error)}` }],
      topics: undefined,
    };
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function probeServer(client: postgres.Sql): Promise<Finding[]> {
  // Connecting takes its time, which is no difference between clocks.
  await client`select 1`;
  const asked = Date.now();
  const [server] = await client<{ version: string; number: number; superuser: boolean; role: string; now: string }[]>`
    select version(), current_setting('server_version_num')::int as number, rolsuper as superuser, rolname as role,
      extract(epoch from clock_timestamp()) * 1000 as now
    from pg_roles where rolname = current_user`;
  if (!server) throw new Error('the role is unknown');
  // The clock was read somewhere between asking and now.
  const skew = Math.round(Math.abs(Number(server.now) - (asked + Date.now()) / 2));
  const version = server.version.split(' on ')[0] ?? '';
  return [
    { name: 'Postgres', ok: server.number >= MIN_POSTGRES, detail: `${version}; 15 or newer is needed` },
    {
      name: 'Role',
      ok: !server.superuser,
      detail: `${server.role} is ${server.superuser ? 'a superuser: give the server a role of its own' : 'no superuser'}`,
    },
    { name: 'Clock', ok: skew < MAX_SKEW_MS, detail: `${skew} ms from the database's` },
  ];
}

/** A producer that calls itself by two names is counted twice. */
async function probeSources(client: postgres.Sql): Promise<Finding> {
  const doubles = await client<{ key: string; id: string; sources: string }[]>`
    select t.key, f.id, string_agg(distinct f.source, ', ') as sources
    from activity_identities f join tenants t on t.id = f.tenant_id
    group by t.key, f.trust, f.id having count(distinct f.source) > 1 order by 1, 2 limit ${SHOWN_DOUBLES}`;
  if (doubles.length === 0) return { name: 'Sources', ok: true, detail: 'no id came from two sources' };
  const list = doubles.map(({ key, id, sources }) => `${key} ${id} (${sources})`).join('; ');
  return { name: 'Sources', ok: false, detail: `the same id from two sources counts twice: ${list}` };
}

interface KafkaProbe {
  readonly findings: readonly Finding[];
  /** Whether the server's own topic has been made. */
  readonly hasLog: boolean;
}

/** Whether the brokers answer, and have the topics that are bound. The server makes its own topic when it starts. */
export async function probeKafka(brokers: readonly string[], bound: readonly string[]): Promise<KafkaProbe> {
  const retry = { retries: 1, initialRetryTime: 200 };
  const admin = new Kafka({ clientId: 'engagement', brokers: [...brokers], logLevel: logLevel.NOTHING, retry }).admin();
  try {
    await admin.connect();
    const topics = new Set(await admin.listTopics());
    const missing = bound.filter((topic) => !topics.has(topic));
    const own = topics.has(ACTIVITY_TOPIC)
      ? `${ACTIVITY_TOPIC} is there`
      : `${ACTIVITY_TOPIC} is made by the first server`;
    const findings = [
      { name: 'Kafka', ok: true, detail: `${brokers.join(', ')} answers; ${own}` },
      {
        name: 'Topics',
        ok: missing.length === 0,
        detail:
          missing.length === 0 ? `${bound.length} bound, all there` : `bound, but not there: ${missing.join(', ')}`,
      },
    ];
    return { findings, hasLog: topics.has(ACTIVITY_TOPIC) };
  } catch (error) {
    const detail = `${brokers.join(', ')} cannot be reached: ${reasonOf(error)}`;
    return { findings: [{ name: 'Kafka', ok: false, detail }], hasLog: false };
  } finally {
    await admin.disconnect().catch(() => {});
  }
}
