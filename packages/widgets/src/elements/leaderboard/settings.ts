import type { BoardPage, BoardQuery, EngagementClient, Entry } from '@engagement/sdk';
import type { PropertyDeclarations } from 'lit';
import { chosenByPage, EngagementElement } from '../../internal/engagement-element.ts';
import { oneOf, wholeNumber, wordsOf } from '../../internal/options.ts';

/** A further column of the table, shown where there is room for it. */
export interface Column {
  key: string;
  /** Its head. */
  label: string;
  /** What stands in it. */
  format: (entry: Entry) => string;
}

const flag = { type: Boolean };

/** So many places has a podium. */
const PODIUM = 3;
/** So many rows has a board at most. */
export const MOST_ROWS = 100;

/** What a page chooses of a board, by attributes and properties. */
export abstract class LeaderboardSettings extends EngagementElement {
  static override properties: PropertyDeclarations = {
    board: {},
    period: {},
    periods: {},
    segment: {},
    segments: {},
    placement: {},
    following: flag,
    limit: { type: Number },
    layout: chosenByPage,
    around: flag,
    pinMe: { attribute: 'pin-me', type: Boolean },
    prizes: flag,
    expandable: flag,
    noAvatar: { attribute: 'no-avatar', type: Boolean },
    noChange: { attribute: 'no-change', type: Boolean },
    announce: {},
    client: { attribute: false },
    data: { attribute: false },
    columns: { attribute: false },
    entryHref: { attribute: false },
    entryImage: { attribute: false },
    expanded: { state: true },
  };

  /** The key of a board. */
  board: string | null = null;
  /** `week`, `week:previous`, `2026-W47`, a season's key; left out, the board's first window. */
  period: string | null = null;
  /** Periods to switch between, with spaces between them. */
  periods: string | readonly string[] | null = null;
  /** `field:value`. */
  segment: string | null = null;
  /** Segments to switch between, with spaces between them; as an array where values have spaces. */
  segments: string | readonly string[] | null = null;
  /** Where on your pages this is: the board vanishes when it is switched off there. */
  placement: string | null = null;
  /** Shows only whom the reader follows. */
  following = false;
  /** Rows, 1 to 100. */
  limit = 10;
  /** A list has no column heads to see; a podium shows the first three. */
  layout: 'table' | 'list' | 'podium' = 'table';
  /** Shows the stretch around the reader instead of the top. */
  around = false;
  /** Adds the reader's own row below, when it is further down, and where they stand. */
  pinMe = false;
  /** Says what a season's best get. */
  prizes = false;
  /** Lets the reader ask for more rows, up to 100. */
  expandable = false;
  /** Leaves out pictures. */
  noAvatar = false;
  /** Leaves out rank changes. */
  noChange = false;
  /** What screen readers are told of: the reader's own rank, that and who takes the lead, or nothing. */
  announce: 'self' | 'top' | 'off' = 'self';
  /** The client to use, before a provider's and the page's default one. */
  client: EngagementClient | null = null;
  /** What to show; with it nothing is fetched. */
  data: BoardPage | null = null;
  /** Further columns, shown where there is room. */
  columns: readonly Column[] = [];
  /** Where an entry's name leads, in place of the entry's own address. */
  entryHref: ((entry: Entry) => string | null) | null = null;
  /** The address of an entry's picture, in place of the entry's own. */
  entryImage: ((entry: Entry) => string | null) | null = null;

  /** Rows that the reader asked for beyond the limit. */
  protected expanded = 0;

  /** The layout to show: a podium stands for the top alone. @internal */
  get shape(): 'table' | 'list' | 'podium' {
    const shape = oneOf(this, 'layout', this.layout, ['table', 'list', 'podium']);
    return shape === 'podium' && this.around ? 'table' : shape;
  }

  /** Rows that are asked for: the frame keeps room for them. @internal */
  get rowCount(): number {
    return this.around ? 2 * this.span + 1 : this.rowsFromTop;
  }

  /** What is asked of the board. @internal */
  get query(): BoardQuery {
    const { segment, placement, following } = this;
    const period = this.period ?? wordsOf(this.periods)[0];
    return {
      ...(period && { period }),
      ...(segment && { segment }),
      ...(placement && { placement }),
      ...(following && { following: 'me' }),
      ...(this.around ? { around: 'me', span: this.span } : { limit: this.rowsFromTop }),
    };
  }

  /** True where the own row is expected. @internal */
  get tracksReader(): boolean {
    return this.pinMe || this.around;
  }

  /** Rows that are asked for from the top. */
  private get rowsFromTop(): number {
    return this.shape === 'podium' ? PODIUM : Math.min(MOST_ROWS, this.#limit + this.expanded);
  }

  /** Rows on each side of the reader. */
  private get span(): number {
    return Math.max(1, Math.floor((this.#limit - 1) / 2));
  }

  get #limit(): number {
    return wholeNumber(this, 'limit', this.limit, { min: 1, max: MOST_ROWS, standard: 10 });
  }
}
