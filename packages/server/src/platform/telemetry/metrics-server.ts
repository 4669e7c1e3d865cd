import { createServer } from 'node:http';
import { close, listen } from '../http/listener.ts';
import { TELEMETRY_TYPE, type Telemetry } from './telemetry.ts';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `GET /metrics` on a port of its own, which is for the inside: it takes no credential. */
export async function startMetricsServer(telemetry: Telemetry, port: number, host: string): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    telemetry.text().then(
      (text) => response.writeHead(200, { 'Content-Type': TELEMETRY_TYPE }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  const opened = await listen(server, port, host, 'METRICS_PORT');
  return { port: opened, close: () => close(server, 0) };
}
