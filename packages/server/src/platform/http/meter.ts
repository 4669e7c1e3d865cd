import type { RequestListener } from 'node:http';
import type { Endpoint } from '@engagement/contract';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { notesOf } from './reply.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
const STATUSES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'abandoned'] as const;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts and times every request by its route as the contract writes it; what matches none is `other`. */
export function meterRequests(telemetry: Telemetry, endpoints: readonly Endpoint[]): RequestListener {
  const route = [...new Set(endpoints.map(({ path }) => path))];
  const requests = telemetry.counter({
    name: 'engagement_http_requests_total',
    help: 'Requests by route, method and class of status; abandoned ones were given up by the caller',
    labels: { route, method: METHODS, status: STATUSES } as Record<'route' | 'method' | 'status', readonly string[]>,
  });
  const duration = telemetry.histogram({
    name: 'engagement_http_request_duration_seconds',
    help: 'From the head of a request to the end of its reply',
    labels: { route } as Record<'route', readonly string[]>,
    buckets: SECONDS,
  });
  return (request, response) => {
    const start = performance.now();
    response.once('close', () => {
      const { route: matched = 'other' } = notesOf(response);
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'abandoned';
      requests.add({ route: matched, method: request.method ?? '', status });
      duration.observe({ route: matched }, (performance.now() - start) / 1000);
    });
  };
}
