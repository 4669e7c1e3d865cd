import type { Endpoint } from '@engagement/contract';
import type { Route } from './route.ts';

/** Refuses to go on unless every endpoint has exactly one route, and every route is an endpoint. */
export function checkRoutes(routes: readonly Route[], endpoints: readonly Endpoint[]): void {
  const mounted = routes.map(({ endpoint }) => endpoint);
  const faults = [
    ...endpoints.filter((endpoint) => !mounted.includes(endpoint)).map(({ id }) => `${id} has no route`),
    ...mounted.filter((endpoint, at) => mounted.indexOf(endpoint) < at).map(({ id }) => `${id} has two routes`),
    ...mounted.filter((endpoint) => !endpoints.includes(endpoint)).map(({ id }) => `${id} is not in the contract`),
  ];
  if (faults.length > 0) throw new Error(`The routes do not match the contract: ${faults.join('; ')}.`);
}
