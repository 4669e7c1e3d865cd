import type { BoardPage, BoardQuery, BoardState, EngagementClient, EngagementError, Entry } from '@engagement/sdk';
import {
  type CSSResultGroup,
  html,
  nothing,
  type PropertyDeclarations,
  type PropertyValues,
  type TemplateResult,
} from 'lit';
import { BoardSubscription } from '../../connect/board-subscription.ts';
import { ClientFinder } from '../../connect/client-finder.ts';
import { Clock } from '../../internal/clock.ts';
import { chosenByPage, EngagementElement } from '../../internal/engagement-element.ts';
import { isDevelopment } from '../../internal/environment.ts';
import { whenNearViewport } from '../../internal/near-viewport.ts';
import { oneOf, wholeNumber } from '../../internal/options.ts';
import { SkeletonHold } from '../../internal/skeleton-hold.ts';
import type { Need } from './developer-help.ts';
import type { Send } from './events.ts';
import { boardFrame } from './frame.ts';
import { leaderboardStyles } from './leaderboard.styles.ts';
import { Notices } from './notices.ts';
import { isSetupMistake, type LeaderboardState, leaderboardState } from './state.ts';
import type { View } from './view.ts';

/** A board of users, creators or assets in the order of their score. */
export class EngagementLeaderboard extends EngagementElement {
  static override styles: CSSResultGroup = [EngagementElement.styles, leaderboardStyles];
  static override properties: PropertyDeclarations = {
    board: {},
    period: {},
    segment: {},
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
  /** Rows, 1 to 100. */
  limit = 10;
  layout: 'table' | 'list' = 'table';
  /** Shows the stretch around the reader instead of the top. */
  around = false;
  /** Adds the reader's own row below, when it is further down. */
  pinMe = false;
  noAvatar = false;
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
  readonly #send: Send = (type, detail, cancelable) => this.emit(type, detail, cancelable);
  readonly #notices = new Notices(this.#send);
  #moving: typeof import('./moving.ts') | null = null;
  #help: typeof import('./developer-help.ts') | null = null;
  #board: BoardState | null = null;
  #state: LeaderboardState = 'loading';
  #near = false;

  constructor() {
    super();
    new Clock(this);
  }

  /** What is shown now; null before the first rendering. */
  get state(): LeaderboardState | null {
    return this.hasUpdated ? this.#state : null;
  }

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
      needsSetup: this.#need !== null,
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
    const moves = !this.noAnimation && this.#page !== this.#notices.shown.page;
    const settle = moves ? this.#moving?.beforeMove(this.renderRoot, this) : null;
    super.update(changed);
    settle?.();
  }

  protected override updated(): void {
    const { error } = this;
    const { hushed } = this.#notices;
    const change = this.#notices.tell({
      state: this.#state,
      page: this.#page,
      error,
      source: this.data ? 'data' : 'client',
    });
    if (change) this.#moving?.announceRank(change, this.localize);
    if (this.#notices.hushed !== hushed) this.requestUpdate();
    this.#loadMore().catch(() => {}); // all of it is extra: the rows do without
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.#collapsed) return nothing;
    if (this.#state === 'setup' && !isDevelopment()) return html`<slot name="fallback"></slot>`;
    return boardFrame(this.#view);
  }

  get #view(): View {
    const { heading, around, paused, entryHref, localize, error } = this;
    const { updatedAt = null, live = false } = this.#board ?? {};
    return {
      state: this.#state,
      page: this.#page,
      error: error === this.#notices.hushed ? null : error,
      updatedAt,
      live,
      paused,
      heading,
      headingLevel: wholeNumber(this, 'heading-level', this.headingLevel, { min: 2, max: 6, standard: 2 }),
      rowCount: around ? 2 * this.#span + 1 : this.#limit,
      list: this.layout === 'list',
      avatars: !this.noAvatar,
      changes: !this.noChange,
      around,
      pinMe: this.pinMe && !around,
      ownFooter: this.querySelector('[slot="footer"]') !== null,
      entryHref,
      setupCard: (this.#need && this.#help?.setupCard(this.#need)) ?? null,
      localize,
      send: this.#send,
      retry: this.#retry,
      togglePause: this.#togglePause,
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
    const { period, segment } = this;
    return {
      ...(period && { period }),
      ...(segment && { segment }),
      ...(this.around ? { around: 'me', span: this.#span } : { limit: this.#limit }),
    };
  }

  #follow(client: EngagementClient | null): void {
    const { board } = this;
    const waits = oneOf(this, 'loading', this.loading, ['eager', 'lazy']) === 'lazy' && !this.#near;
    const wanted = client && board && this.isConnected && !waits;
    this.#subscription.follow(wanted ? { client, board, query: this.#query, live: !this.noLive } : null);
  }

  /** What the page's developer has to add or mend; null when all is in place. */
  get #need(): Need | null {
    if (this.data) return null;
    const { client, waitedEnough } = this.#finder;
    if (client && this.board) {
      const { error = null, page = null } = this.#board ?? {};
      return error && !page && isDevelopment() && isSetupMistake(error) ? error : null;
    }
    if (!waitedEnough) return null;
    return client ? 'board-missing' : 'client-missing';
  }

  /** Loads what the first rows did not need. */
  async #loadMore(): Promise<void> {
    if (this.#page) this.#moving ??= await import('./moving.ts');
    const need = this.#state === 'unavailable' ? 'board-unavailable' : this.#need;
    if (!need || !isDevelopment()) return;
    const help = await import('./developer-help.ts');
    help.explain(`<${this.localName} board="${this.board ?? ''}">`, need);
    if (this.#help) return;
    this.#help = help;
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

  readonly #retry = (): void => {
    this.refresh().catch(() => {}); // the failure arrives as the board's next state
  };

  readonly #togglePause = (): void => {
    this.paused = !this.paused;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'engagement-leaderboard': EngagementLeaderboard;
  }
}
