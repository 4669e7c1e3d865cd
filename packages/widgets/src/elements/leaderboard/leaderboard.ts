import type { BoardPage, BoardQuery, BoardState, EngagementClient, EngagementError, Entry } from '@engagement/sdk';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { BoardSubscription } from '../../connect/board-subscription.ts';
import { ClientFinder } from '../../connect/client-finder.ts';
import { chosenByPage, EngagementElement } from '../../internal/engagement-element.ts';
import { whenNearViewport } from '../../internal/near-viewport.ts';
import { oneOf, wholeNumber } from '../../internal/options.ts';
import { SkeletonHold } from '../../internal/skeleton-hold.ts';
import type { Obstacle } from './developer-help.ts';
import { boardFrame } from './frame.ts';
import { leaderboardStyles } from './leaderboard.styles.ts';
import { type Shown, tell } from './notices.ts';
import { type LeaderboardState, leaderboardState } from './state.ts';
import type { View } from './view.ts';

/** Loaded once, with the first rows of the page. */
let afterRows: typeof import('./after-rows.ts') | null = null;

/**
 * A board of users, creators or assets in the order of their score.
 *
 * @slot caption - The table's caption, for screen readers.
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
 * @csspart setup - What a developer reads when something is missing.
 * @csspart updated - How old the rows are.
 * @csspart pause-button - Stops and resumes live changes.
 *
 * @cssproperty --engagement-leaderboard-row-block-size - Height of a row, in place of `--engagement-row-block-size`.
 * @cssproperty [--engagement-leaderboard-rank-inline-size=2.25rem] - Width of the column of ranks.
 * @cssproperty [--engagement-leaderboard-medal-size=1.5em] - Size of the medals.
 * @cssproperty --engagement-leaderboard-current-color - Ground of the reader's own row.
 */
export class EngagementLeaderboard extends EngagementElement {
  static override styles = [EngagementElement.styles, leaderboardStyles];
  static override properties: PropertyDeclarations = {
    board: {},
    period: {},
    segment: {},
    placement: {},
    limit: { type: Number },
    layout: chosenByPage,
    around: { type: Boolean },
    pinMe: { attribute: 'pin-me', type: Boolean },
    noAvatar: { attribute: 'no-avatar', type: Boolean },
    noChange: { attribute: 'no-change', type: Boolean },
    client: { attribute: false },
    data: { attribute: false },
    entryHref: { attribute: false },
    paused: { state: true },
  };

  /** The key of a board. */
  board: string | null = null;
  /** `week`, `week:previous`, `2026-W47`, a season's key; left out, the board's first window. */
  period: string | null = null;
  /** `field:value`. */
  segment: string | null = null;
  /** Where on your pages this is: the board vanishes when it is switched off there. */
  placement: string | null = null;
  /** Rows, 1 to 100. */
  limit = 10;
  /** A list has no column heads to see. */
  layout: 'table' | 'list' = 'table';
  /** Shows the stretch around the reader instead of the top. */
  around = false;
  /** Adds the reader's own row below, when it is further down. */
  pinMe = false;
  /** Leaves out pictures. */
  noAvatar = false;
  /** Leaves out rank changes. */
  noChange = false;
  /** The client to use, before a provider's and the page's default one. */
  client: EngagementClient | null = null;
  /** What to show; with it nothing is fetched. */
  data: BoardPage | null = null;
  /** Where an entry's name leads, in place of the entry's own address. */
  entryHref: ((entry: Entry) => string | null) | null = null;

  /** The reader stopped the changes. */
  private paused = false;

  readonly #finder = new ClientFinder(this);
  readonly #subscription = new BoardSubscription(this);
  readonly #skeleton = new SkeletonHold(this);
  /** The last obstacle that help was asked for, with the card that explains it to a developer. */
  #help: { obstacle: Obstacle | null; card: TemplateResult | null } = { obstacle: null, card: null };
  #board: BoardState | null = null;
  #state: LeaderboardState = 'loading';
  /** The rows whose change of the own rank was told. */
  #ranked: BoardPage | null = null;
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
    this.paused = false;
    await this.updateComplete;
    await this.#subscription.refresh();
  }

  protected override willUpdate(): void {
    this.localize.messages = { ...this.#finder.messages, ...this.messages };
    this.#follow(this.data || this.paused ? null : this.#finder.client);
    this.#board = this.data
      ? { status: 'ready', page: this.data, error: null, updatedAt: null, live: false }
      : this.#subscription.state;
    const next = leaderboardState({
      needsSetup: typeof this.#obstacle === 'string' || this.#card !== null,
      board: this.#board,
      offline: this.#subscription.offline,
    });
    this.#state = this.#skeleton.holds(next === 'loading') ? 'loading' : next;
    this.#showStates();
  }

  protected override firstUpdated(): void {
    whenNearViewport(this, () => {
      this.#near = true;
      this.requestUpdate();
    });
  }

  protected override update(changed: PropertyValues): void {
    const moves = !this.noAnimation && this.#page !== this.#shown?.page;
    const settle = moves ? afterRows?.beforeMove(this.renderRoot, this) : null;
    super.update(changed);
    settle?.();
  }

  protected override updated(): void {
    const { error } = this;
    const before = this.#shown;
    this.#shown = { state: this.#state, page: this.#page, error, source: this.data ? 'data' : 'client' };
    if (tell(before, this.#shown, this.emit)) {
      this.#hushed = error;
      this.requestUpdate();
    }
    // both are extra: the rows do without
    this.#followRows().catch(() => {});
    this.#helpDeveloper().catch(() => {});
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#collapsed) return nothing;
    if (this.#state === 'setup' && !this.#card) return html`<slot name="fallback"></slot>`;
    return boardFrame(this.#view);
  }

  get #view(): View {
    const { around, paused, localize, error } = this;
    const { updatedAt = null, live = false } = this.#board ?? {};
    return {
      state: this.#state,
      page: this.#page,
      error: error === this.#hushed ? null : error,
      updatedAt,
      live,
      paused,
      settings: this,
      afterRows,
      rowCount: around ? 2 * this.#span + 1 : this.#limit,
      card: this.#card,
      localize,
      send: this.emit,
      retry: () => this.refresh().catch(() => {}), // the failure arrives as the board's next state
      togglePause: () => {
        this.paused = !this.paused;
      },
    };
  }

  /** The rows on screen. */
  get #page(): BoardPage | null {
    return this.#state === 'loading' ? null : (this.#board?.page ?? null);
  }

  get #collapsed(): boolean {
    return this.#state === 'unavailable' && !this.showUnavailable;
  }

  get #limit(): number {
    return wholeNumber(this, 'limit', this.limit, { min: 1, max: 100, standard: 10 });
  }

  /** Rows on each side of the reader. */
  get #span(): number {
    return Math.max(1, Math.floor((this.#limit - 1) / 2));
  }

  get #query(): BoardQuery {
    const { period, segment, placement } = this;
    return {
      ...(period && { period }),
      ...(segment && { segment }),
      ...(placement && { placement }),
      ...(this.around ? { around: 'me', span: this.#span } : { limit: this.#limit }),
    };
  }

  #follow(client: EngagementClient | null): void {
    const { board } = this;
    const waits = oneOf(this, 'loading', this.loading, ['eager', 'lazy']) === 'lazy' && !this.#near;
    const wanted = client && board && this.isConnected && !waits;
    this.#subscription.follow(wanted ? { client, board, query: this.#query, live: !this.noLive } : null);
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

  async #followRows(): Promise<void> {
    const page = this.#page;
    if (!page || page === this.#ranked) return;
    afterRows ??= await import('./after-rows.ts');
    if (this.#ranked) afterRows.tellOwnRank(this.#ranked, page, this.emit, this.localize);
    else afterRows.arrive(this);
    this.#ranked = page;
  }

  async #helpDeveloper(): Promise<void> {
    const obstacle = this.#obstacle;
    if (!obstacle || obstacle === this.#help.obstacle) return;
    const { helpWith } = await import('./developer-help.ts');
    this.#help = { obstacle, card: helpWith(obstacle, this) };
    this.requestUpdate();
  }

  #showStates(): void {
    const { page = null, live = false } = this.#board ?? {};
    const state = this.#state;
    this.setStates(
      state,
      page !== null && (state === 'error' || state === 'offline') && 'stale',
      live && !this.paused && 'live',
      this.paused && 'paused',
      this.#collapsed && 'collapsed',
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'engagement-leaderboard': EngagementLeaderboard;
  }
}
