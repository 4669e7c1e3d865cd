import { getHealth, getOpenApi, getReadiness, getVersion } from '@engagement/contract';
import { ProblemError } from '../../kernel/problem-error.ts';
import { type Checks, createReadiness } from './health.ts';
import { openApi } from './openapi.ts';
import { type Route, route } from './route.ts';

export interface SystemRoutesOptions {
  readonly version: string;
  readonly publicUrl: string;
  /** What has to work before requests can be served. */
  readonly checks: Checks;
  readonly isDraining: () => boolean;
}

export function systemRoutes({ version, publicUrl, checks, isDraining }: SystemRoutesOptions): Route[] {
  const judge = createReadiness(checks, isDraining);
  const document = openApi(version, publicUrl) as Record<string, unknown>;
  return [
    route(getHealth, async () => ({ status: 'ok' as const })),
    route(getReadiness, async () => {
      const readiness = await judge();
      if (readiness.status === 'ready') return readiness;
      const failed = readiness.checks.filter(({ ok }) => !ok);
      throw new ProblemError('service-unavailable', failed.map(({ name, detail }) => `${name}: ${detail}`).join('; '), {
        headers: { 'Retry-After': '5' },
        errors: failed.map(({ name, detail }) => ({ pointer: `/${name}`, code: 'not-ready', message: detail })),
      });
    }),
    route(getVersion, async () => ({ version })),
    route(getOpenApi, async () => document),
  ];
}
