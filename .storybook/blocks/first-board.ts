import { createFakeClient } from '@engagement/sdk/testing';
import { css, html, type TemplateResult } from 'lit';
import { Block, define } from './block.ts';
import '../../packages/widgets/src/leaderboard.ts';

const client = createFakeClient({ scenario: 'live' });

/** A board whose ranks change while it is looked at. */
class FirstBoard extends Block {
  static override styles = [Block.styles, css`engagement-leaderboard { max-inline-size: 44rem; }`];

  override connectedCallback(): void {
    super.connectedCallback();
    client.play();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    client.clock.stop();
  }

  protected override render(): TemplateResult {
    return html`<engagement-leaderboard board="weekly-downloads" limit="5" pin-me .client=${client}></engagement-leaderboard>`;
  }
}

define('docs-first-board', FirstBoard);
