import type { BoardPage, BoardState, EngagementClient, EngagementError } from '@engagement/sdk';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { BoardSubscription } from '../../connect/board-subscription.ts';
import { ClientFinder } from '../../connect/client-finder.ts';
import { whenNearViewport } from '../../internal/near-viewport.ts';
import { oneOf } from '../../internal/options.ts';
import { SkeletonHold } from '../../internal/skeleton-hold.ts';
import type { Listen } from '../../internal/typed-events.ts';
import type { Obstacle } from './developer-help.ts';
import type { LeaderboardEventMap } from './events.ts';
import { Extras } from './extras.ts';
import { boardFrame } from './frame.ts';
import { leaderboardStyles } from './leaderboard.styles.ts';
import { type Shown, tell } from './notices.ts';
import { LeaderboardSettings } from './settings.ts';
import { type LeaderboardState, leaderboardState } from './state.ts';
import type { View } from './view.ts';

/**
 * A board of users, creators or assets in the order of their score.
 *
 * @slot caption - The table's caption, for screen readers.
 * @slot prize - Above the rows.
 * @slot signed-out - In place of the words for a board that needs to know the reader.
 *
 * @csspart table - The native table.
 * @csspart head - The row of column heads.
 * @csspart row - A row.
 * @csspart row-top - Also a row: of one of the first three ranks.
 * @csspart row-current - Also a row: the reader's own.
 * @csspart gap - The row that stands for those between the stretch on top and the reader's own.
 * @csspart rank - A rank, or the head of its column.
 * @csspart medal - The medal of one of the first three ranks.
 * @csspart rank-change - How far an entry rose or fell, or the head of that column.
 * @csspart rank-change-up - Also a rank change: the entry rose.
 * @csspart rank-change-down - Also a rank change: the entry fell.
 * @csspart name - The head of a row: picture and name.
 * @csspart avatar - A picture, or the initials in its place.
 * @csspart score - A score.
 * @csspart column - A further column.
 * @csspart load-more - Asks for more rows.
 * @csspart period-switch - Chooses a period.
 * @csspart segment-switch - Chooses a segment.
 * @csspart list - The three of a podium.
 * @csspart place - A plinth of a podium.
 * @csspart place-current - Also a plinth: the reader's own.
 * @csspart scale - What a line of a plinth stands for.
 * @csspart countdown - How long a season still runs.
 * @csspart prizes - What a season's best get.
 * @csspart prize - One of the prizes.
 * @csspart standing - Where the reader stands.
 * @csspart why-button - Opens the way from facts to rank.
 * @csspart why - The way from facts to rank.
 * @csspart steps - Its steps.
 * @csspart facts - Its facts.
 * @csspart signed-out - The words for a board that needs to know the reader.
 * @csspart setup - What a developer reads when something is missing.
 * @csspart updated - How old the rows are.
 * @csspart pause-button - Stops and resumes live changes.
 *
 * @cssproperty --engagement-leaderboard-row-block-size - Height of a row, in place of `--engagement-row-block-size`.
 * @cssproperty [--engagement-leaderboard-rank-inline-size=2.25em] - Width of the column of ranks.
 * @cssproperty [--engagement-leaderboard-medal-size=1.5em] - Size of the medals.
 * @cssproperty --engagement-leaderboard-current-color - Ground of the reader's own row.
 * @cssproperty --engagement-leaderboard-podium-block-size - Height of a podium.
 *
 * @cssstate signed-out - The board needs to know the reader.
 * @cssstate upcoming - Its season has not begun.
 * @cssstate running - Its season runs.
 * @cssstate provisional - Its season is over, and late facts still count.
 * @cssstate review - Its season is over and under review.
 * @cssstate sealed - Its season is final.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface below types methods that every element has
export class EngagementLeaderboard extends LeaderboardSettings {
  static override styles = [LeaderboardSettings.styles, leaderboardStyles];
  static override properties: PropertyDeclarations = { pausedAt: { state: true } };

  /** When the reader stopped the changes, in milliseconds since the epoch. */
  private pausedAt: number | null = null;

  readonly #finder = new ClientFinder(this);
  readonly #subscription = new BoardSubscription(this);
  readonly #skeleton = new SkeletonHold(this);
  readonly #extras = new Extras(this);
  /** The last obstacle that help was asked for, with the card that explains it to a developer. */
  #help: { obstacle: Obstacle | null; card: TemplateResult | null } = { obstacle: null, card: null };
  #board: BoardState | null = null;
  #state: LeaderboardState = 'loading';
  #near = false;
  /** What was on screen last. */
  #shown: Shown | null = null;
  /** An error whose message the page took over. */
  #hushed: EngagementError | null = null;

  /** What is shown now; null before the first rendering. */
  get state(): LeaderboardState | null {
    return this.hasUpdated ? this.#state : null;
  }

  /** Why the board could not be loaded or refreshed. */
  get error(): EngagementError | null {
    return this.#board?.error ?? null;
  }

  /** Loads the board again, and ends a pause. */
  async refresh(): Promise<void> {
    if (!this.isConnected || this.data) return;
    this.pausedAt = null;
    await this.updateComplete;
    await this.#subscription.refresh();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('board') || changed.has('limit')) this.expanded = 0;
    this.localize.messages = { ...this.#finder.messages, ...this.messages };
    this.localize.format = this.format;
    this.#follow(this.data || this.pausedAt ? null : this.#finder.client);
    this.#board = this.data
      ? { status: 'ready', page: this.data, error: null, updatedAt: null, live: false }
      : this.#subscription.state;
    const next = leaderboardState({
      needsSetup: typeof this.#obstacle === 'string' || this.#card !== null,
      board: this.#board,
      offline: this.#subscription.offline,
    });
    const waits = next === 'loading' || (this.shape === 'podium' && this.#extras.get('podium') === undefined);
    this.#state = this.#skeleton.holds(waits) ? 'loading' : next;
    this.#showStates();
  }

  protected override firstUpdated(): void {
    whenNearViewport(this, () => {
      this.#near = true;
      this.requestUpdate();
    });
  }

  protected override update(changed: PropertyValues): void {
    const settle = this.#page !== this.#shown?.page ? this.#moves?.beforeMove(this) : null;
    super.update(changed);
    settle?.();
  }

  protected override updated(): void {
    const { error } = this;
    const before = this.#shown;
    this.#shown = { state: this.#state, page: this.#page, error, source: this.data ? 'data' : 'client' };
    if (tell(before, this.#shown, this.emit, this.#subscription.moves && !this.#board?.live)) {
      this.#hushed = error;
      this.requestUpdate();
    }
    this.#moves?.tellMoves(before?.page ?? null, this.#view);
    this.#helpDeveloper().catch(() => {}); // it is extra: the rows do without
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#collapsed) return nothing;
    if (this.#state === 'setup' && !this.#card) return html`<slot name="fallback"></slot>`;
    return boardFrame(this.#view);
  }

  get #view(): View {
    const { pausedAt, localize, error } = this;
    const { client } = this.#finder;
    return {
      state: this.#state,
      page: this.#page,
      error: error === this.#hushed ? null : error,
      updatedAt: this.#board?.updatedAt ?? null,
      moves: this.#subscription.moves,
      pausedAt,
      settings: this,
      client: this.data ? null : client,
      extras: this.#extras,
      card: this.#card,
      localize,
      send: this.emit,
      retry: () => this.refresh().catch(() => {}), // the failure arrives as the board's next state
      togglePause: () => {
        this.pausedAt = pausedAt ? null : Date.now();
      },
      showMore: (rows) => {
        this.expanded += rows;
      },
    };
  }

  /** The rows on screen. */
  get #page(): BoardPage | null {
    return this.#state === 'loading' ? null : (this.#board?.page ?? null);
  }

  /** What tells of changes, once there are rows. */
  get #moves() {
    return this.#page && this.#extras.get('moves');
  }

  get #collapsed(): boolean {
    return this.#state === 'unavailable' && !this.showUnavailable;
  }

  #follow(client: EngagementClient | null): void {
    const { board } = this;
    const waits = oneOf(this, 'loading', this.loading, ['eager', 'lazy']) === 'lazy' && !this.#near;
    const wanted = client && board && this.isConnected && !waits;
    this.#subscription.follow(wanted ? { client, board, query: this.query, live: !this.noLive } : null);
  }

  /** What keeps the widget from its board; null when nothing does, or when it may still come by itself. */
  get #obstacle(): Obstacle | null {
    if (this.data) return null;
    const { client, waitedEnough } = this.#finder;
    if (client && this.board) return this.#board?.page || this.error?.retryable ? null : this.error;
    if (!waitedEnough) return null;
    return client ? 'board-missing' : 'client-missing';
  }

  /** What a developer reads in place of the rows. */
  get #card(): TemplateResult | null {
    return this.#obstacle === this.#help.obstacle ? this.#help.card : null;
  }

  async #helpDeveloper(): Promise<void> {
    const obstacle = this.#obstacle;
    if (!obstacle || obstacle === this.#help.obstacle) return;
    const { helpWith } = await import('./developer-help.ts');
    this.#help = { obstacle, card: helpWith(obstacle, this, this.#finder.client) };
    this.requestUpdate();
  }

  #showStates(): void {
    const { page, live } = this.#board ?? {};
    const state = this.#state;
    this.setStates(
      state,
      page && (state === 'error' || state === 'offline') && 'stale',
      live && !this.pausedAt && 'live',
      this.pausedAt !== null && 'paused',
      page?.period.window === 'season' && page.period.state,
      this.#collapsed && 'collapsed',
    );
  }
}

export interface EngagementLeaderboard {
  addEventListener: Listen<LeaderboardEventMap>;
  removeEventListener: Listen<LeaderboardEventMap>;
}

declare global {
  interface HTMLElementTagNameMap {
    'engagement-leaderboard': EngagementLeaderboard;
  }
}
