import { z } from 'zod';
import { defineEndpoint } from '../http/endpoint.ts';

const access = { anonymous: true } as const;

export const getHealth = defineEndpoint({
  id: 'getHealth',
  method: 'get',
  path: '/healthz',
  summary: 'The process is alive.',
  access,
  status: 200,
  reply: z.strictObject({ status: z.literal('ok') }),
});

export const Readiness = z
  .strictObject({
    status: z.enum(['ready', 'not-ready']),
    checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;

export const getReadiness = defineEndpoint({
  id: 'getReadiness',
  method: 'get',
  path: '/readyz',
  summary: 'Requests can be served; 503 with the reasons when not.',
  access,
  status: 200,
  reply: Readiness,
});

export const getVersion = defineEndpoint({
  id: 'getVersion',
  method: 'get',
  path: '/version',
  summary: 'The version that runs.',
  access,
  status: 200,
  reply: z.strictObject({ version: z.string() }),
});

export const getOpenApi = defineEndpoint({
  id: 'getOpenApi',
  method: 'get',
  path: '/v1/openapi.json',
  summary: 'This document.',
  access,
  status: 200,
  reply: z.record(z.string(), z.unknown()),
});
