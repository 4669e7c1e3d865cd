import { createFakeClient } from '@engagement/sdk/testing';
import { css, html, type TemplateResult } from 'lit';
import { Block, define } from './block.ts';
import '../../packages/widgets/src/leaderboard.ts';

const styles = css`
  section { display: grid; grid-template-rows: auto auto; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.5rem; margin-block-end: 2.5rem; }
  figure { display: grid; grid-row: span 2; grid-template-rows: subgrid; gap: 0.75rem; margin: 0; min-inline-size: 0; }
  .place { padding: 1.25rem; border-radius: 6px; background: var(--raised); }
  figcaption { padding-block-start: 0.5rem; border-block-start: 3px solid; }
  .do figcaption { border-color: var(--good); }
  .dont figcaption { border-color: var(--bad); }
  .narrow { inline-size: 15rem; }
  .loud { --engagement-color-surface: #ff5ec4; --engagement-color-text: #fff; --engagement-color-text-muted: #ffe14d; --engagement-color-accent: #ffe14d; --engagement-color-border: #ff9adb; color-scheme: light; }
  .own { --engagement-color-accent: light-dark(#0a6b4f, #5fd3ab); }
  .boxed { padding: 1rem; border: 1px solid var(--line); border-radius: 10px; box-shadow: 0 4px 16px rgb(0 0 0 / 20%); }
  .bare { --engagement-frame-border-width: 0px; --engagement-frame-padding: 0px; --engagement-color-surface: transparent; }
`;

const client = createFakeClient({ scenario: 'still' });
const none = createFakeClient({ scenario: 'empty' });

const example = (good: boolean, words: string, content: TemplateResult) => html`<figure class=${good ? 'do' : 'dont'}>
  <div class="place">${content}</div>
  <figcaption><b>${good ? 'Do' : 'Don’t'}</b> ${words}</figcaption>
</figure>`;

const board = (name = '') =>
  html`<engagement-leaderboard class=${name} board="weekly-downloads" layout="list" limit="3" heading="Makers of the week" .client=${client}></engagement-leaderboard>`;

/** Choices that help readers, each beside one that does not. */
class DoAndDont extends Block {
  static override styles = [Block.styles, styles];

  protected override render(): TemplateResult {
    return html`
      <section>
        ${example(true, 'change the accent, and leave what was tuned to it.', board('own'))}
        ${example(false, 'paint the ground: figures and changes lose their contrast. The theme builder would say so.', board('loud'))}
      </section>
      <section>
        ${example(true, 'take the frame away where the widget stands in a card of yours.', html`<div class="boxed">${board('bare')}</div>`)}
        ${example(false, 'put boxes in boxes.', html`<div class="boxed">${board()}</div>`)}
      </section>
      <section>
        ${example(
          true,
          'say what starts the board, with the one action that does.',
          html`<engagement-leaderboard board="weekly-downloads" layout="list" limit="3" heading="Makers of the week" .client=${none}>
            <p slot="empty"><b>The week has just begun.</b> <a href="https://shop.example/publish">Publish an asset</a></p>
          </engagement-leaderboard>`,
        )}
        ${example(
          false,
          'hide an empty board: nobody learns that there is one.',
          html`<p class="quiet">Nothing here.</p>`,
        )}
      </section>
      <section>
        ${example(true, 'ask for as many rows as the place has room for; the own row is added.', html`<div class="narrow">${board()}</div>`)}
        ${example(
          false,
          'show a hundred rows in a side column. Link to the whole board instead.',
          html`<engagement-leaderboard class="narrow" density="compact" board="weekly-downloads" layout="list" limit="9" heading="Makers of the week" .client=${client}></engagement-leaderboard>`,
        )}
      </section>`;
  }
}

define('docs-do-and-dont', DoAndDont);
