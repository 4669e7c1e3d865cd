import type { BoardPage, BoardState, EngagementClient, EngagementError, Status } from '@engagement/sdk';
import { createFakeClient } from '@engagement/sdk/testing';

/** A client whose boards a test sets by hand, with a record of who is subscribed and what was asked again. */
export class FakeClient {
  readonly #fake = createFakeClient({ scenario: 'loading', user: null });
  readonly client: EngagementClient = this.#fake;
  readonly subscriptions = this.#fake.subscriptions;

  /** The boards that were loaded again. */
  get refreshed(): unknown[] {
    return this.#fake.calls.filter(({ method }) => method === 'leaderboards.refresh').map(({ args }) => args[0]);
  }

  /** Shows a page to every subscriber. */
  show(page: BoardPage, parts: Partial<BoardState> = {}): void {
    if (parts.live) this.connect('live'); // no board is live without a socket
    this.#fake.show({ status: 'ready', page, error: null, updatedAt: Date.now(), live: false, ...parts });
  }

  /** Fails as the store does: what was there stays. */
  fail(error: EngagementError): void {
    this.#fake.show({ status: 'error', error });
  }

  /** Nothing is known of what is asked for now. */
  loading(): void {
    this.#fake.show(null);
  }

  /** Answers these questions, in place of the fake's own answers. */
  answer(questions: Partial<Pick<EngagementClient['leaderboards'], 'explain' | 'season'>>): void {
    Object.assign(this.#fake.leaderboards, questions);
  }

  refreshing(): void {
    this.#fake.show({ status: 'refreshing' });
  }

  connect(connection: Status['connection']): void {
    this.#fake.push.connection(connection);
  }
}
