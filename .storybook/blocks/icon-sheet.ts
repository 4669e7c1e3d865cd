import { css, html, type TemplateResult } from 'lit';
import { ALERT, OFFLINE } from '../../packages/widgets/src/elements/leaderboard/footer.ts';
import { dottedPodium } from '../../packages/widgets/src/parts/dotted-podium.ts';
import { icon } from '../../packages/widgets/src/parts/icon.ts';
import { ARROW } from '../../packages/widgets/src/parts/rank-change.ts';
import { Block, define } from './block.ts';

const styles = css`
  ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
  li { display: grid; gap: 0.5rem; justify-items: start; align-content: start; padding: 1rem; border: 1px solid var(--line); border-radius: 6px; }
  .sizes { display: flex; gap: 1rem; align-items: end; block-size: 4.25rem; }
  .sizes span { display: block; }
  .grid { background: linear-gradient(var(--line) 1px, transparent 1px) 0 0 / 3px 3px, linear-gradient(90deg, var(--line) 1px, transparent 1px) 0 0 / 3px 3px; }
  .turned { rotate: 180deg; }
  .drawing { inline-size: 8rem; }
`;

const ICONS: ReadonlyArray<[name: string, drawing: string, use: string, turned?: true]> = [
  ['Up', ARROW, 'A rank has risen. Beside the number of places.'],
  ['Down', ARROW, 'A rank has fallen. The same arrow, turned; muted, not red.', true],
  ['Alert', ALERT, 'Rows could not be refreshed. Beside the words.'],
  ['Offline', OFFLINE, 'The connection is lost. Beside the words.'],
];

/** Every drawing of the widgets, small, and large on its grid. */
class IconSheet extends Block {
  static override styles = [Block.styles, styles];

  protected override render(): TemplateResult {
    return html`<ul>
      ${ICONS.map(
        ([name, drawing, use, turned]) => html`<li>
          <div class="sizes"><span class=${turned ? 'turned' : ''}>${icon(drawing, 16)}</span><span class=${turned ? 'grid turned' : 'grid'}>${icon(drawing, 60)}</span></div>
          <b>${name}</b><span class="quiet">${use}</span>
        </li>`,
      )}
      <li>
        <div class="sizes"><div class="drawing">${dottedPodium()}</div></div>
        <b>Dotted podium</b><span class="quiet">A board without entries. The only drawing that stands for nothing.</span>
      </li>
    </ul>`;
  }
}

define('docs-icons', IconSheet);
