import { getHealth, getOpenApi, getReadiness, getVersion, openApi, type Readiness } from '@engagement/contract';
import { ProblemError } from '../../kernel/problem-error.ts';
import { type Route, route } from './route.ts';

export interface SystemRoutesOptions {
  readonly version: string;
  readonly publicUrl: string;
  /** What has to work before requests can be served; each resolves with what it saw, or rejects with why not. */
  readonly checks: Readonly<Record<string, () => Promise<string>>>;
}

export function systemRoutes({ version, publicUrl, checks }: SystemRoutesOptions): Route[] {
  const document = openApi(version, publicUrl) as Record<string, unknown>;
  return [
    route(getHealth, async () => ({ status: 'ok' as const })),
    route(getReadiness, async () => {
      const readiness = await judge(checks);
      if (readiness.status === 'ready') return readiness;
      const failed = readiness.checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
      throw new ProblemError('service-unavailable', failed.join('; '), { headers: { 'Retry-After': '5' } });
    }),
    route(getVersion, async () => ({ version })),
    route(getOpenApi, async () => document),
  ];
}

async function judge(checks: SystemRoutesOptions['checks']): Promise<Readiness> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      try {
        return { name, ok: true, detail: await check() };
      } catch {
        return { name, ok: false, detail: 'out of reach' };
      }
    }),
  );
  return { status: results.every(({ ok }) => ok) ? 'ready' : 'not-ready', checks: results };
}
