import { readArguments, required } from './arguments.ts';
import { print } from './output.ts';
import { operator, tenantNamed, withCore } from './session.ts';

const USAGE = 'retention --tenant <key> [--dry-run] [--json]';

/** Drops the facts that are as old as the tenant's retention says, or says how many those are. */
export async function retention(argv: readonly string[]): Promise<number> {
  const { options } = readArguments(argv, USAGE, { tenant: 'string', 'dry-run': 'boolean', json: 'boolean' }, 0);
  return withCore(async (core) => {
    const tenant = await tenantNamed(core, required(options.tenant, 'tenant', USAGE));
    if (options['dry-run']) {
      const catalogue = await core.catalogues.current(tenant.id);
      const forecast = await core.retention.forecast(core.database.orm, tenant, catalogue);
      print(forecast ?? { before: null }, options, [
        forecast ? `${forecast.facts} facts are from before ${forecast.before}.` : FOR_GOOD,
      ]);
      return 0;
    }
    const retained = await core.retention.run(tenant, operator());
    const partitions = retained ? await core.retention.sweep() : [];
    const result = retained ? { ...retained, partitions } : { before: null };
    print(result, options, retained ? describe(retained, partitions) : [FOR_GOOD]);
    return 0;
  });
}

const FOR_GOOD = 'Facts are kept for good: the definitions have no retention.';

const describe = (
  { before, dropped, kept }: { before: string; dropped: number; kept: number },
  partitions: readonly string[],
): string[] => [
  `${dropped} facts from before ${before} dropped; what they came to stays in every number.`,
  ...(kept > 0 ? [`${kept} stay for now: reversals tie them to younger facts, or wait for their original.`] : []),
  ...partitions.map((name) => `Partition ${name} was empty and is gone.`),
];
