import { type CSSResultGroup, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import type { Messages } from '../locales/terms.ts';
import { frameStyles } from '../styles/frame.styles.ts';
import { hostStyles } from '../styles/host.styles.ts';
import { prepareAnnouncer } from './announcer.ts';
import { Localize } from './localize.ts';
import { VERSION } from './version.ts';

/** What all widgets share: common attributes, language, custom states and the page's live region. */
export abstract class EngagementElement extends LitElement {
  static readonly version = VERSION;
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResultGroup = [hostStyles, frameStyles];

  /** The colour scheme: `auto` follows the page. */
  @property({ reflect: true, useDefault: true }) theme: 'auto' | 'light' | 'dark' = 'auto';
  @property({ reflect: true, useDefault: true }) density: 'comfortable' | 'compact' = 'comfortable';
  /** In place of the heading that the data brings. */
  @property() heading: string | null = null;
  /** 2 to 6. */
  @property({ attribute: 'heading-level', type: Number }) headingLevel = 2;
  /** `lazy` asks for data when the widget comes near the viewport. */
  @property() loading: 'eager' | 'lazy' = 'eager';
  @property({ attribute: 'no-animation', type: Boolean }) noAnimation = false;
  @property({ attribute: 'no-live', type: Boolean }) noLive = false;
  /** Says so when the data was switched off, instead of vanishing. */
  @property({ attribute: 'show-unavailable', type: Boolean }) showUnavailable = false;
  /** Words in place of ours. */
  @property({ attribute: false }) messages: Messages = {};

  protected readonly localize = new Localize(this);
  readonly #internals = this.attachInternals();

  override connectedCallback(): void {
    super.connectedCallback();
    prepareAnnouncer();
  }

  /** Makes exactly these custom states true, of those named. */
  protected setStates(states: Record<string, boolean>): void {
    for (const [name, on] of Object.entries(states)) {
      if (on) this.#internals.states.add(name);
      else this.#internals.states.delete(name);
    }
  }

  /** Sends an event to the page. False when it was cancelable and a listener cancelled it. */
  protected emit<T>(type: string, detail: T, options: { cancelable: boolean } = { cancelable: false }): boolean {
    return this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, ...options }));
  }
}
