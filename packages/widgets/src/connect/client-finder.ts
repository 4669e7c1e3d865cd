import { type EngagementClient, whenDefaultClient } from '@engagement/sdk';
import { ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Messages } from '../locales/terms.ts';
import { type Surroundings, surroundings } from './context.ts';

/** How long a widget waits before it says what is missing, in milliseconds. */
const PATIENCE = 5_000;
const PROVIDER = 'engagement-provider';

type Host = ReactiveControllerHost & HTMLElement & { client: EngagementClient | null };

/** Finds the client of a widget: its own property, else the nearest provider's, else the page's default; else it waits. */
export class ClientFinder implements ReactiveController {
  /** The widget has been on the page long enough for everything to be in place. */
  waitedEnough = false;
  readonly #host: Host;
  readonly #consumer: ContextConsumer<typeof surroundings, Host>;
  #provided: Surroundings | null = null;
  #standard: EngagementClient | null = null;
  #stopWaiting: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
    this.#consumer = new ContextConsumer(host, {
      context: surroundings,
      subscribe: true,
      callback: (value) => {
        this.#provided = value;
        host.requestUpdate();
      },
    });
  }

  get client(): EngagementClient | null {
    if (this.#host.client) return this.#host.client;
    if (this.#provided) return this.#provided.client;
    // a provider that is not upgraded yet will answer: the default client is another project's
    return this.#host.closest?.(PROVIDER) ? null : this.#standard;
  }

  /** The provider's words. */
  get messages(): Messages {
    return this.#provided?.messages ?? {};
  }

  hostConnected(): void {
    this.#provided = null;
    void customElements.whenDefined(PROVIDER).then(this.#askAgain);
    this.#stopWaiting = whenDefaultClient((client) => {
      this.#standard = client;
      this.#host.requestUpdate();
    });
    this.waitedEnough = false;
    this.#timer = setTimeout(() => {
      this.waitedEnough = true;
      this.#host.requestUpdate();
    }, PATIENCE);
  }

  hostDisconnected(): void {
    this.#stopWaiting?.();
    clearTimeout(this.#timer);
  }

  /** A provider that is upgraded after the widgets inside it has not heard them ask. */
  readonly #askAgain = (): void => {
    if (this.#host.isConnected) this.#consumer.hostConnected();
  };
}
