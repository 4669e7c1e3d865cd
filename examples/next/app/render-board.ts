import '@engagement/widgets/leaderboard';
import type { BoardPage } from '@engagement/sdk';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';

/** The board as HTML with a declarative shadow root: it is on screen before any script has come. */
export function renderBoard(data: BoardPage): Promise<string> {
  return collectResult(
    render(html`<engagement-leaderboard board="weekly-downloads" limit="5" .data=${data}></engagement-leaderboard>`),
  );
}
