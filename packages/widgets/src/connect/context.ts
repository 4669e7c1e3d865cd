import type { EngagementClient } from '@engagement/sdk';
import { createContext } from '@lit/context';
import type { Messages } from '../locales/terms.ts';

/** What a provider hands to the widgets inside it. */
export interface Surroundings {
  /** Null until the provider has one. */
  client: EngagementClient | null;
  messages: Messages;
}

/** The key is global, so that two copies of this package on a page understand each other. */
export const surroundings = createContext<Surroundings, symbol>(Symbol.for('engagement.surroundings'));
