import type { TransformedToken } from 'style-dictionary';
import { neverSmaller, schemes, withReferences } from './css-values.ts';

const MOST_ROWS = 100;

/**
 * Room for the tags whose code has not come yet, so that nothing on the page moves when it does. It adds up what the
 * style sheets of the widgets do, from the same custom properties; a browser test holds one to the other.
 */
export function reserveSheet(tokens: TransformedToken[]): string {
  const token = (path: string): string => {
    const found = tokens.find((one) => one.path.join('.') === path);
    if (!found) throw new Error(`There is no token ${path}`);
    const value = withReferences(found, (name) => (name === 'space' ? '--_1' : `--engagement-${name}`));
    return `var(--${found.name}, ${value ?? neverSmaller(found, schemes(found).light)})`;
  };
  const limits = Array.from({ length: MOST_ROWS }, (_, at) => `  &[limit='${at + 1}'] { --_limit: ${at + 1}; }`);
  return `/* Room for widgets whose code has not come yet, so that nothing on the page moves when it does. Until then, and
   where there are no scripts, the content of the slot "fallback" is seen.
   Made of tokens/standard.tokens.json: change scripts/tokens/reserve-sheet.ts, and run \`npm run tokens\`. */

engagement-provider:not(:defined) { display: contents; }

engagement-leaderboard:not(:defined):not([hidden]) {
  --_1: ${token('space')};
  --_row: var(--engagement-leaderboard-row-block-size, ${token('row.block-size')});
  --_limit: 10;
  --_rows: var(--_limit);
  --_head: calc(1.125em + var(--_1) * 2 + 1px);
  --_header: 1.40625em;
  --_prizes: 0px;
  --_pinned: 0px;
  --_standing: 0px;
  --_lines: 1;
  --_slotted: 0;
  --_padding: ${token('frame.padding')};

  container: engagement / inline-size;
  display: grid;
  box-sizing: border-box;
  max-inline-size: ${token('max.inline-size')};
  font-size: ${token('font.size')};

  &::before {
    --_room: calc(var(--_head) + var(--_rows) * var(--_row));
    content: '';
    grid-area: 1 / 1;
    block-size: calc(
      2 * (${token('frame.border-width')} + var(--_padding))
      + var(--_header) + var(--_1) * 3 + var(--_prizes)
      + var(--_room) + var(--_pinned) + var(--_standing)
      + var(--_1) * 3 + var(--_1) * 6 * (var(--_lines) + var(--_slotted))
    );
  }
  > * { display: none; }
  > [slot='fallback'] { display: revert; grid-area: 1 / 1; min-inline-size: 0; }

  &[density='compact'] {
    --_row: var(--engagement-leaderboard-row-block-size, var(--engagement-row-block-size, max(2.25rem, 36px)));
  }
  &[layout='list'] { --_head: 0px; }
  &[around] { --_rows: max(3, round(down, var(--_limit) - 1, 2) + 1); }
  &[pin-me]:not([around], [layout='podium']) { --_pinned: calc(var(--_row) + var(--_1) * 8.5); }
  &:is([pin-me], [around]) { --_standing: calc(var(--_1) * 8); }
  &:is([periods], [segments]) { --_header: max(1.40625em, var(--_1) * 7); }
  &[prizes] { --_prizes: calc(var(--_1) * 9); }
  &[layout='podium']:not([around])::before { --_room: var(--engagement-leaderboard-podium-block-size, calc(var(--_1) * 100)); }

  @container engagement (inline-size < 36em) {
    &:is([periods], [segments])::before { --_header: calc(1.40625em + var(--_1) * 7); }
  }
  @container engagement (inline-size < 30em) {
    &:is([expandable], :has(> [slot='footer']))::before { --_slotted: 1; }
    &[prizes]::before { --_prizes: calc(var(--_1) * 14); }
  }
  @container engagement (inline-size < 26em) {
    &[layout='podium']:not([around])::before { --_room: var(--engagement-leaderboard-podium-block-size, calc(var(--_1) * 84)); }
  }
  @container engagement (inline-size < 22em) {
    &::before { --_padding: min(${token('frame.padding')}, var(--_1) * 4); --_lines: 2; }
    &:is([pin-me], [around])::before { --_standing: calc(var(--_1) * 15); }
  }
  @media (scripting: none) {
    &::before { content: none; }
  }

${limits.join('\n')}
}
`;
}
