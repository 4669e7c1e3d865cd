import { createClient, type EngagementClient, type InitOptions, init } from '@engagement/sdk';

/** Makes the page's default client. */
export function startDefaultClient(options: InitOptions): EngagementClient {
  return init(options);
}

/** Makes a client of its own, for a provider. */
export function startClient(options: InitOptions): EngagementClient {
  return createClient(options);
}
