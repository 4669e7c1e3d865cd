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
import { NearViewport } from '../../internal/near-viewport.ts';
import { oneOf, wholeNumber } from '../../internal/options.ts';
import { safeHref } from '../../internal/safe-href.ts';
import { SkeletonHold } from '../../internal/skeleton-hold.ts';
import type { Need } from './developer-help.ts';
import { followLink } from './follow-link.ts';
import { boardFooter } from './footer.ts';
import { leaderboardStyles } from './leaderboard.styles.ts';
import { emptyMessage, errorMessage, unavailableMessage } from './messages.ts';
import { Notices, type Send } from './notices.ts';
import { periodLabel } from './period-label.ts';
import { rowsOf } from './rows.ts';
import { isSetupMistake, type LeaderboardState, leaderboardState } from './state.ts';
import { boardTable, skeletonTable } from './table.ts';

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
  readonly #viewport = new NearViewport(this);
  #moving: typeof import('./moving.ts') | null = null;
  #help: typeof import('./developer-help.ts') | null = null;
  readonly #skeleton = new SkeletonHold(this);
  #board: BoardState | null = null;
  #state: LeaderboardState | null = null;
  readonly #send: Send = (type, detail, cancelable = false) => this.emit(type, detail, { cancelable });
  readonly #notices = new Notices({
    send: this.#send,
    ownRankChanged: (change) => this.#moving?.announceRank(change, this.localize),
  });

  constructor() {
    super();
    new Clock(this);
  }

  /** What is shown now; null before the first rendering. */
  get state(): LeaderboardState | null {
    return this.#state;
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
    this.#showStates(this.#state);
  }

  protected override update(changed: PropertyValues): void {
    const moves = !this.noAnimation && this.#board?.page !== this.#notices.page;
    const settle = moves ? this.#moving?.beforeMove(this.renderRoot, this) : null;
    super.update(changed);
    settle?.();
  }

  protected override updated(): void {
    const { error } = this;
    const { hushed } = this.#notices;
    const state = this.#state ?? 'loading';
    this.#notices.tell({ state, page: this.#rowsOnScreen, error, source: this.data ? 'data' : 'client' });
    if (this.#notices.hushed !== hushed) this.requestUpdate();
    this.#loadMore(state).catch(() => {}); // all of it is extra: the rows do without
  }

  protected override render(): TemplateResult | typeof nothing {
    const shown = this.#state;
    if (shown === 'unavailable' && !this.showUnavailable) return nothing;
    if (shown === 'setup' && !isDevelopment()) return html`<slot name="fallback"></slot>`;
    const page = this.#rowsOnScreen;
    const pinned = this.pinMe && !this.around;
    return html`<section part="base" class=${shown ?? ''}>
      <header part="header"><slot name="heading">${this.#heading(page)}</slot></header>
      <div part="body" class=${pinned ? 'body pinned' : 'body'} aria-busy=${shown === 'loading' ? 'true' : 'false'}
        .style=${`--rows:${this.#rowCount + (pinned ? 1 : 0)}`}>${this.#body(page)}</div>
      ${boardFooter({
        loading: shown === 'loading',
        trouble: this.#trouble,
        page,
        updatedAt: this.#board?.updatedAt ?? null,
        live: this.#board?.live ?? false,
        paused: this.paused,
        slotted: this.querySelector('[slot="footer"]') !== null,
        localize: this.localize,
        retry: this.#retry,
        togglePause: this.#togglePause,
      })}
    </section>`;
  }

  get #rowsOnScreen(): BoardPage | null {
    return this.#state === 'loading' ? null : (this.#board?.page ?? null);
  }

  #heading(page: BoardPage | null): TemplateResult {
    const words = this.heading ?? page?.board.name;
    if (!words) return html`<div part="heading"><i class="bone" .style=${'--w:9rem'}></i></div>`;
    const level = wholeNumber(this, 'heading-level', this.headingLevel, { min: 2, max: 6, standard: 2 });
    return html`<div part="heading" role="heading" aria-level=${level}>${words}</div>`;
  }

  #body(page: BoardPage | null): TemplateResult | typeof nothing {
    const { localize } = this;
    if (this.#state === 'setup') return (this.#need && this.#help?.setupCard(this.#need)) ?? nothing;
    if (this.#state === 'unavailable') return unavailableMessage(localize);
    if (this.#state === 'loading')
      return skeletonTable(this.#rowCount, this.#columns, this.heading ?? localize.say('loading'), localize);
    if (!page) return this.#notices.hushed === this.error ? nothing : errorMessage(this.error, localize, this.#retry);
    if (page.data.length === 0) return emptyMessage(localize);
    return boardTable({
      page,
      rows: rowsOf(page, { pinMe: this.pinMe, around: this.around }),
      columns: this.#columns,
      caption: `${this.heading ?? page.board.name}, ${periodLabel(page.period, localize)}`,
      localize,
      hrefOf: (entry) => safeHref(this.entryHref ? this.entryHref(entry) : entry.url),
      onClick: (event, entry, href) => followLink(event, { entry, href }, this.#send),
    });
  }

  get #columns() {
    return { avatar: !this.noAvatar, change: !this.noChange };
  }

  get #rowCount(): number {
    const limit = wholeNumber(this, 'limit', this.limit, { min: 1, max: 100, standard: 10 });
    return this.around ? 2 * this.#span(limit) + 1 : limit;
  }

  #span(limit: number): number {
    return Math.max(1, Math.floor((limit - 1) / 2));
  }

  get #query(): BoardQuery {
    const { period, segment } = this;
    const rows = this.#rowCount;
    return {
      ...(period && { period }),
      ...(segment && { segment }),
      ...(this.around ? { around: 'me', span: this.#span(rows) } : { limit: rows }),
    };
  }

  #follow(client: EngagementClient | null): void {
    const near = oneOf(this, 'loading', this.loading, ['eager', 'lazy']) === 'eager' || this.#viewport.reached;
    const wanted = client && this.board && near && this.isConnected;
    this.#subscription.follow(
      wanted ? { client, board: this.board ?? '', query: this.#query, live: !this.noLive } : null,
    );
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
  async #loadMore(state: LeaderboardState): Promise<void> {
    if (this.#rowsOnScreen) this.#moving ??= await import('./moving.ts');
    const need = state === 'unavailable' ? 'board-unavailable' : this.#need;
    if (!need || !isDevelopment()) return;
    const help = await import('./developer-help.ts');
    help.explain(`<${this.localName} board="${this.board ?? ''}">`, need);
    if (this.#help) return;
    this.#help = help;
    this.requestUpdate();
  }

  get #trouble(): 'error' | 'offline' | null {
    if (this.#state === 'offline') return 'offline';
    return this.#state === 'error' && this.#notices.hushed !== this.error ? 'error' : null;
  }

  #showStates(shown: LeaderboardState): void {
    const all = ['loading', 'refreshing', 'ready', 'empty', 'error', 'offline', 'unavailable', 'setup'];
    this.setStates({
      ...Object.fromEntries(all.map((name) => [name, name === shown])),
      stale: (shown === 'error' || shown === 'offline') && this.#board?.page != null,
      live: this.#board?.live === true && !this.paused,
      paused: this.paused,
      collapsed: shown === 'unavailable' && !this.showUnavailable,
    });
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
