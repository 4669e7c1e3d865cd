import { ENDPOINTS } from '@engagement/contract';
import { expect, test } from 'vitest';
import { openApi } from './openapi.ts';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string; security: object[]; responses: object }>>;
}

const document = openApi('1.2.3', 'https://engage.example') as Document;

test('the document is OpenAPI 3.1 and describes each endpoint once, with who may call it', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  const described = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(described.map(({ operationId }) => operationId).sort()).toEqual(ENDPOINTS.map(({ id }) => id).sort());
  expect(new Set(ENDPOINTS.map(({ method, path }) => `${method} ${path}`)).size).toBe(ENDPOINTS.length);
  for (const { access, method, path } of ENDPOINTS) {
    const schemes = document.paths[path]?.[method]?.security.flatMap((scheme) => Object.keys(scheme));
    expect(schemes?.includes('secretKey')).toBe(access.secret !== undefined);
    expect(schemes?.includes('publishableKey')).toBe(access.publishable === true);
    expect(schemes?.includes('userToken')).toBe(access.user === true);
  }
});

test('no schema is left open to what it does not name', () => {
  const schemas = (
    openApi('1', 'https://x.example') as {
      components: { schemas: Record<string, { type?: string; properties?: object; additionalProperties?: unknown }> };
    }
  ).components.schemas;
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.type === 'object' && schema.properties)
      expect([name, schema.additionalProperties]).toEqual([name, false]);
  }
});
