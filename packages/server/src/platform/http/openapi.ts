import {
  type Access,
  ActivityEvent,
  ENDPOINTS,
  type Endpoint,
  EntriesQuery,
  Problem,
  type Waiting,
} from '@engagement/contract';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';

const refusals = {
  '4XX': { description: 'Refused', content: { 'application/problem+json': { schema: Problem } } },
  '5XX': { description: 'Failed', content: { 'application/problem+json': { schema: Problem } } },
};

function security(access: Access) {
  const schemes = [
    access.publishable && { publishableKey: [] },
    access.user && { userToken: [] },
    access.secret && { secretKey: [access.secret] },
    access.anonymous && {},
  ];
  return schemes.filter((scheme) => scheme !== undefined) as Record<string, string[]>[];
}

const preference = ({ maxSeconds }: Waiting) =>
  z.object({
    Prefer: z.string().optional().describe(`wait=N waits up to N seconds (at most ${maxSeconds}) for what comes of it`),
  });

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const reply = endpoint.reply && { content: { 'application/json': { schema: endpoint.reply } } };
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    security: security(endpoint.access),
    requestParams: {
      ...(endpoint.params && { path: endpoint.params as z.ZodObject }),
      ...(endpoint.query && { query: endpoint.query as z.ZodObject }),
      ...(endpoint.waiting && { header: preference(endpoint.waiting) }),
    },
    ...(endpoint.body && {
      requestBody: { required: true, content: { 'application/json': { schema: endpoint.body } } },
    }),
    responses: {
      [`${endpoint.status}`]: { description: 'Done', ...reply },
      ...(endpoint.waiting && {
        200: {
          description: 'Done, and this came of it',
          headers: z.object({ 'Preference-Applied': z.string() }),
          content: { 'application/json': { schema: endpoint.waiting.reply } },
        },
      }),
      ...refusals,
    },
  };
}

/** The OpenAPI 3.1 document of every endpoint. */
export function openApi(version: string, serverUrl: string): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', description }) as const;
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Engagement', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { ActivityEvent, EntriesQuery },
      securitySchemes: {
        publishableKey: bearer('pk_…, in browsers, from an origin that the key lists'),
        userToken: bearer('A short JWT signed by your server'),
        secretKey: bearer('sk_…, on servers only'),
      },
    },
  });
}
