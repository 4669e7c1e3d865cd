import { applyDefinitions, type WholeServer } from '../packages/server/src/testing/whole-server.ts';
import { BOARD, oneBoardDefinitions } from './events.ts';

/** Of those who lead, a name is known. */
const NAMED = 2000;

/** A marketplace whose board has so many creators, whose scores are spread so that some are tied. */
export async function fillBoard({ core, createMember }: Pick<WholeServer, 'core' | 'createMember'>, members: number) {
  const member = await createMember('market');
  await applyDefinitions(core, member, oneBoardDefinitions);
  const { tenant } = member;
  const catalogue = await core.catalogues.current(tenant.id);
  const board = catalogue.boards.get(BOARD);
  const metric = catalogue.metrics.get('revenue');
  const period = await core.metrics.findPeriod({
    tenant,
    seasons: catalogue.seasons,
    windows: ['all-time'],
    spec: undefined,
    at: Date.now() * 1000,
  });
  if (!board || !metric || !period) throw new Error('The board was not defined.');
  const { orm } = core.database;
  await orm.execute(`
    insert into metric_subjects (tenant_id, kind, key)
    select ${tenant.id}, 'creator', 'creator-' || n from generate_series(0, ${members - 1}) as n`);
  await orm.execute(`
    insert into metric_values (tenant_id, metric_id, period_id, segment, subject_ref, value, count, reached_at, version)
    select tenant_id, ${metric.id}, ${period.id}, '', ref, (ref * 7919) % ${2 * members}, 1,
      timestamptz '2026-01-01' + make_interval(secs => ref), 1
    from metric_subjects where tenant_id = ${tenant.id}`);
  await orm.execute(`
    insert into profiles (tenant_id, subject_ref, name, image, url, groups, attributes)
    select v.tenant_id, v.subject_ref, 'Creator ' || v.subject_ref, 'https://img.example/' || v.subject_ref, null, '{}', '{}'
    from metric_values v where v.tenant_id = ${tenant.id} order by v.value desc limit ${NAMED}`);
  await orm.execute(`insert into metric_versions (tenant_id, version) values (${tenant.id}, 1)
    on conflict (tenant_id) do update set version = metric_versions.version + 1`);
  for (const table of ['metric_subjects', 'metric_values', 'profiles']) await orm.execute(`analyze ${table}`);
  return { member, view: { tenant, board, metric, period } };
}
