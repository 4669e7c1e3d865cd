import { type CSSResultGroup, LitElement, type PropertyDeclaration, type PropertyDeclarations } from 'lit';
import type { Messages } from '../locales/terms.ts';
import { frameStyles } from '../styles/frame.styles.ts';
import { hostStyles } from '../styles/host.styles.ts';
import { tokenStyles } from '../styles/tokens.styles.ts';
import { type Format, Localize } from './localize.ts';
import { VERSION } from './version.ts';

/** An attribute that style sheets read too. It reflects only what the page set. */
export const chosenByPage: PropertyDeclaration = { reflect: true, useDefault: true };

/** What all widgets share: common attributes, language and custom states. */
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
  density: 'comfortable' | 'compact' = 'comfortable';
  /** In place of the heading that the data brings. */
  heading: string | null = null;
  /** 2 to 6. */
  headingLevel = 2;
  /** `lazy` asks for data when the widget comes near the viewport. */
  loading: 'eager' | 'lazy' = 'eager';
  noAnimation = false;
  noLive = false;
  /** Says so when the data was switched off, instead of vanishing. */
  showUnavailable = false;
  /** Words in place of ours. */
  messages: Messages = {};
  /** Numbers and dates in the page's own way. */
  format: Format = {};

  protected readonly localize = new Localize(this);
  readonly #internals = this.attachInternals();

  /** Makes these custom states true, and all others false. */
  protected setStates(...names: Array<string | false | null | undefined>): void {
    const { states } = this.#internals;
    states.clear();
    for (const name of names) if (name) states.add(name);
  }

  /** Sends an event to the page. False when it was cancelable and a listener cancelled it. */
  protected readonly emit = (type: string, detail: unknown, cancelable = false): boolean =>
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}
