import { type CSSResultGroup, LitElement, type PropertyDeclaration, type PropertyDeclarations } from 'lit';
import type { Messages } from '../locales/terms.ts';
import { frameStyles } from '../styles/frame.styles.ts';
import { hostStyles } from '../styles/host.styles.ts';
import { tokenStyles } from '../styles/tokens.styles.ts';
import { type Format, Localize } from './localize.ts';
import { VERSION } from './version.ts';

/** An attribute that style sheets read too. It reflects only what the page set. */
export const chosenByPage: PropertyDeclaration = { reflect: true, useDefault: true };

/**
 * What all widgets share: common attributes, language and custom states.
 *
 * @slot fallback - Shown before the code has loaded, and to visitors of a widget that has no client.
 * @slot heading - In place of the heading.
 * @slot empty - In place of the words for no data yet.
 * @slot error - In place of the words for a failure.
 * @slot footer - At the end of the footer.
 *
 * @csspart base - The whole widget.
 * @csspart header - What stands above the body.
 * @csspart heading - The heading.
 * @csspart body - Where the data is.
 * @csspart footer - What stands below the body.
 * @csspart skeleton - A flat block where data will come.
 * @csspart empty - The words for no data yet.
 * @csspart error - The words for a failure that left nothing to show.
 * @csspart retry-button - Tries again.
 * @csspart status - What went wrong with data that is still shown.
 *
 * @cssstate loading - First data is on its way.
 * @cssstate refreshing - Newer data is on its way; the old stays.
 * @cssstate ready - Data is shown.
 * @cssstate empty - There is no data yet.
 * @cssstate error - Loading or refreshing failed.
 * @cssstate offline - The connection is lost; the old data stays.
 * @cssstate unavailable - The data was switched off.
 * @cssstate setup - Something is missing that only a developer can add.
 * @cssstate stale - What is shown could not be refreshed.
 * @cssstate live - Changes arrive by themselves.
 * @cssstate paused - The reader stopped the changes.
 *
 * @cssproperty --engagement-color-surface - The ground.
 * @cssproperty --engagement-color-text - Ink.
 * @cssproperty --engagement-color-text-muted - Ink of what matters less.
 * @cssproperty --engagement-color-border - Hairlines.
 * @cssproperty --engagement-color-accent - What is the reader's own, and links.
 * @cssproperty --engagement-color-focus - The focus ring.
 * @cssproperty --engagement-color-success - Risen ranks.
 * @cssproperty --engagement-color-warning - Trouble.
 * @cssproperty --engagement-color-gold - First rank.
 * @cssproperty --engagement-color-silver - Second rank.
 * @cssproperty --engagement-color-bronze - Third rank.
 * @cssproperty [--engagement-font-family=inherit] - Typeface.
 * @cssproperty [--engagement-font-size=inherit] - Size of the text.
 * @cssproperty [--engagement-space=0.25rem] - The unit of all distances.
 * @cssproperty [--engagement-radius=0.375rem] - Roundness of corners.
 * @cssproperty --engagement-shadow - Under what floats.
 * @cssproperty [--engagement-frame-border-width=1px] - Width of the line around a widget.
 * @cssproperty --engagement-frame-padding - Between that line and the content; five units of distance.
 * @cssproperty [--engagement-motion-duration=250ms] - How long a change of ranks moves.
 * @cssproperty [--engagement-motion-easing=cubic-bezier(0.2, 0, 0, 1)] - How it moves.
 * @cssproperty [--engagement-focus-width=2px] - Width of the focus ring.
 * @cssproperty [--engagement-avatar-size=2rem] - Size of pictures of people and things.
 * @cssproperty [--engagement-row-block-size=2.75rem] - Height of a row.
 * @cssproperty [--engagement-max-inline-size=none] - Greatest width of a widget.
 */
export abstract class EngagementElement extends LitElement {
  static readonly version = VERSION;
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [tokenStyles, hostStyles, frameStyles];
  static override properties: PropertyDeclarations = {
    theme: chosenByPage,
    density: chosenByPage,
    heading: {},
    headingLevel: { attribute: 'heading-level', type: Number },
    loading: {},
    noAnimation: { attribute: 'no-animation', type: Boolean },
    noLive: { attribute: 'no-live', type: Boolean },
    showUnavailable: { attribute: 'show-unavailable', type: Boolean },
    messages: { attribute: false },
    format: { attribute: false },
  };

  /** The colour scheme: `auto` follows the page. */
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** Rows of 44 or 36 px. */
  density: 'comfortable' | 'compact' = 'comfortable';
  /** In place of the heading that the data brings. */
  heading: string | null = null;
  /** The heading's level, 2 to 6. */
  headingLevel = 2;
  /** `lazy` asks for data when the widget comes near the viewport. */
  loading: 'eager' | 'lazy' = 'eager';
  /** No motion. */
  noAnimation = false;
  /** No changes by themselves. */
  noLive = false;
  /** Says so when the data was switched off, instead of vanishing. */
  showUnavailable = false;
  /** Words in place of ours. */
  messages: Messages = {};
  /** Numbers and dates in the page's own way. */
  format: Format = {};

  protected readonly localize = new Localize(this);
  readonly #internals = this.attachInternals();

  /** What a server rendered is shown until now, and gives way to the same. */
  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    this.shadowRoot?.replaceChildren();
    return super.createRenderRoot();
  }

  /** Makes these custom states true, and all others false. */
  protected setStates(...names: Array<string | false | null | undefined>): void {
    const { states } = this.#internals;
    states?.clear();
    for (const name of names) if (name) states?.add(name);
  }

  /** Sends an event to the page. False when it was cancelable and a listener cancelled it. */
  protected readonly emit = (type: string, detail: unknown, cancelable = false): boolean =>
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}
