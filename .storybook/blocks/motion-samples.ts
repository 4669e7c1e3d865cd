import { css, html, type TemplateResult } from 'lit';
import { Block, define } from './block.ts';
import { cssOf } from './tokens.ts';

const styles = css`
  .samples { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; }
  figure { display: grid; gap: 0.75rem; align-content: start; margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: 6px; }
  figcaption { display: grid; gap: 0.25rem; font-size: 0.875rem; }
  figcaption span { color: var(--quiet); }
  .track { position: relative; block-size: 4.5rem; border-radius: 4px; background: var(--raised); overflow: hidden; }
  .thing { position: absolute; inset-inline: 0.75rem; block-size: 1.5rem; border-radius: 3px; background: var(--line); }
  .thing.own { inset-block-end: 0.5rem; background: var(--accent); }
  .thing.other { inset-block-start: 0.5rem; }
`;

/** Plays one movement of the widgets again, with the tokens of the page. */
class MotionSamples extends Block {
  static override styles = [Block.styles, styles];

  protected override render(): TemplateResult {
    return html`<div class="samples">
      <figure>
        <div class="track"><i class="thing other"></i><i class="thing own"></i></div>
        <button type="button" @click=${this.#swap}>Play</button>
        <figcaption><b>A rank changes</b><span>Two rows trade places: transform alone, once, 250 ms. Never when more than fifty rows move, in a hidden tab or with reduced motion.</span></figcaption>
      </figure>
      <figure>
        <div class="track"><i class="thing own" data-fill></i></div>
        <button type="button" @click=${this.#colour}>Play</button>
        <figcaption><b>Something is under the pointer</b><span>Colour alone, 120 ms, also with reduced motion: nothing moves.</span></figcaption>
      </figure>
    </div>`;
  }

  readonly #swap = () => {
    const place = this.renderRoot.querySelector('.track') as HTMLElement;
    const probe = Object.assign(document.createElement('i'), { className: 'thing' });
    probe.style.transitionDuration = cssOf('motion-duration');
    probe.style.transitionTimingFunction = cssOf('motion-easing');
    place.append(probe);
    const { transitionDuration, transitionTimingFunction: easing } = getComputedStyle(probe);
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches
      ? 0
      : Number.parseFloat(transitionDuration) * 1000;
    probe.remove();
    const [other, own] = place.querySelectorAll('.thing');
    const way = (distance: number) => [{ transform: 'none' }, { transform: `translateY(${distance}px)` }];
    const timing: KeyframeAnimationOptions = {
      duration,
      easing,
      direction: this.#swapped ? 'reverse' : 'normal',
      fill: 'forwards',
    };
    other?.animate(way(32), timing);
    own?.animate(way(-32), timing);
    this.#swapped = !this.#swapped;
  };

  #swapped = false;

  readonly #colour = () => {
    const thing = this.renderRoot.querySelector('[data-fill]');
    thing?.animate([{ background: 'var(--line)' }, { background: 'var(--accent)' }], { duration: 120 });
  };
}

define('docs-motion', MotionSamples);
