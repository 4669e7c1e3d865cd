import type { BoardPage, OwnEntry } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { View } from '../view.ts';

/** The reader's own row, after a gap, when it stands below those shown. */
export function pinned(
  view: View,
  page: BoardPage,
  row: (entry: OwnEntry, index: number | null) => TemplateResult,
): TemplateResult | typeof nothing {
  const me = ownEntryBelow(page);
  if (!me || view.settings.around) return nothing;
  // a dense rank, or one among all on a board that is narrowed to some, is no place among these rows
  const isPlace = page.board.ranks !== 'dense' && !view.settings.following;
  return html`${gapRow(isPlace ? entriesBetween(page, me) : null, page, view)}${row(me, isPlace ? me.rank + 1 : null)}`;
}

function ownEntryBelow({ me, data }: BoardPage): OwnEntry | null {
  const last = data.at(-1);
  if (!me || !last || data.some(({ id }) => id === me.id) || me.rank < last.rank) return null;
  return me;
}

/** Entries between the last row shown and the own one; null when unknown. */
function entriesBetween({ board, data }: BoardPage, me: OwnEntry): number | null {
  // among ties the place is not the rank, so the number would be a guess
  return me.tied && board.ranks !== 'ordinal' ? null : me.rank - 1 - data.length;
}

function gapRow(
  between: number | null,
  { board }: BoardPage,
  { settings, localize }: View,
): TemplateResult | typeof nothing {
  if (between !== null && between <= 0) return nothing;
  return html`<tr part="gap">
    <td part="rank"><span aria-hidden="true">⋮</span></td>
    ${settings.noChange ? nothing : html`<td part="rank-change"></td>`}
    <td colspan=${2 + settings.columns.length}>${between && localize.say('between', board.subject, between, localize.number(between))}</td>
  </tr>`;
}
