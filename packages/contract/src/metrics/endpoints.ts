import { z } from 'zod';
import { Fold, SubjectKind, Window } from '../definitions/metric.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { ExternalId, Instant, Key } from '../http/fields.ts';
import { Period } from '../leaderboards/board-page.ts';
import { SegmentSpec } from '../leaderboards/endpoints.ts';

export const MetricValue = z
  .strictObject({
    period: Period,
    segment: z.string().nullable(),
    value: z.number().nullable().describe('null when nothing counts'),
    count: z.int(),
    reachedAt: Instant.nullable(),
  })
  .meta({ id: 'MetricValue' });
export type MetricValue = z.infer<typeof MetricValue>;

export const listMetricValues = defineEndpoint({
  id: 'listMetricValues',
  method: 'get',
  path: '/v1/metrics/{metric}/values',
  summary: "A subject's numbers, newest period first.",
  access: { secret: 'metrics:read' },
  params: z.strictObject({ metric: Key }),
  query: z.strictObject({ subject: ExternalId, window: Window.optional(), segment: SegmentSpec.optional() }),
  status: 200,
  reply: z.strictObject({
    metric: z.strictObject({ key: Key, subject: SubjectKind, fold: Fold, scale: z.int() }),
    subject: z.string(),
    data: z.array(MetricValue),
    nextCursor: z.null(),
  }),
});
