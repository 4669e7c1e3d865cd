import { type Html, html } from './html.ts';

/** What a page needs to load the widgets. */
export interface Embed {
  readonly script: string;
  readonly publishableKey: string;
  readonly tokenUrl: string;
}

export function scriptTag({ script, publishableKey, tokenUrl }: Embed): Html {
  return html`<script async src="${script}" data-key="${publishableKey}" data-user-token-url="${tokenUrl}"></script>`;
}

const FALLBACK = html`<p slot="fallback">The standings are not available just now.</p>`;

/** A board; `attributes` is what its element takes beside the board's key. */
const boardTag = (board: string, attributes: Html) =>
  html`<engagement-leaderboard board="${board}" ${attributes}>${FALLBACK}</engagement-leaderboard>`;

/** The two boards of the rail. */
export const BOARD_TAGS = {
  downloads: boardTag('weekly-downloads', html`limit="8"`),
  creators: boardTag('top-creators', html`limit="5" pin-me`),
};

/** A board of the band, in its own period unless another is named; `more` is what its element takes beside that. */
export const bandBoard = (board: string, period?: string, more?: Html) =>
  boardTag(board, html`limit="5"${period !== undefined && html` period="${period}"`}${more && html` ${more}`}`);

/** The same markup to be read: what this page itself is made of. */
export function recipe({ script, publishableKey, tokenUrl }: Embed): Html {
  const value = (text: string) => html`<i>"${text}"</i>`;
  const board = (attributes: Html) =>
    html`<code translate="no">&lt;<b>engagement-leaderboard</b> ${attributes}&gt;&lt;/<b>engagement-leaderboard</b>&gt;</code>`;
  return html`<section class="how" id="how">
  <h2>The boards are two lines of HTML.</h2>
  <ol>
    <li><span class="no">1</span><p><b>Load it once.</b> It finds the widgets on the page and brings the code for those only.</p>
      <code translate="no">&lt;<b>script</b> async src=${value(script)} data-key=${value(publishableKey)} data-user-token-url=${value(tokenUrl)}&gt;&lt;/<b>script</b>&gt;</code></li>
    <li><span class="no">2</span><p><b>Place a board.</b> It takes this page’s font and colours. This page has six.</p>
      ${board(html`board=${value('top-creators')} limit=${value('5')} pin-me`)}
      ${board(html`board=${value('weekly-downloads')} limit=${value('8')}`)}</li>
  </ol>
</section>`;
}
