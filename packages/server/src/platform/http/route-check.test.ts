import { ENDPOINTS } from '@engagement/contract';
import { expect, test } from 'vitest';
import { standInRoutes } from '../../testing/test-server.ts';
import { createHttpServer } from './http-server.ts';
import type { Route } from './route.ts';

test('the server refuses to start when an endpoint has no route, two, or is unknown to the contract', () => {
  const routes = standInRoutes([], () => async () => ({}));
  const start = (list: Route[]) => () =>
    createHttpServer({ routes: list, authenticate: () => Promise.reject(), log: { warn() {}, error() {} } });
  const [first] = routes as [Route];
  expect(routes).toHaveLength(ENDPOINTS.length);
  expect(start(routes)).not.toThrow();
  expect(start(routes.slice(1))).toThrow('postEvent has no route');
  expect(start([...routes, first])).toThrow('postEvent has two routes');
  const unknown = { ...first, endpoint: { ...first.endpoint, id: 'more' } };
  expect(start([...routes, unknown])).toThrow('more is not in the contract');
});
