import type { Consent, EngagementClient, EngagementError, TokenGetter } from '@engagement/sdk';
import { ContextProvider } from '@lit/context';
import { css, html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { type Surroundings, surroundings } from '../../connect/context.ts';
import { consentFrom } from '../../connect/privacy.ts';
import { showDevtools } from '../../connect/show-devtools.ts';
import { startClient } from '../../connect/start-client.ts';
import { chosenByPage } from '../../internal/engagement-element.ts';
import { oneOf } from '../../internal/options.ts';
import { VERSION } from '../../internal/version.ts';
import type { Messages } from '../../locales/terms.ts';

/**
 * Gives the widgets inside it a client, words and a colour scheme. With two of them, two projects share a page.
 *
 * @slot - The part of the page whose widgets it serves.
 */
export class EngagementProvider extends LitElement {
  static readonly version = VERSION;
  static override styles = css`
    :host { display: contents; }
    :host([theme='light']) { color-scheme: light; }
    :host([theme='dark']) { color-scheme: dark; }
  `;

  static override properties: PropertyDeclarations = {
    publishableKey: { attribute: 'publishable-key' },
    host: {},
    consent: {},
    theme: chosenByPage,
    client: { attribute: false },
    userToken: { attribute: false },
    messages: { attribute: false },
  };

  /** Makes a client with this key, unless `client` is set. It is not called `key`: frameworks keep that name. */
  publishableKey: string | null = null;
  /** Origin of the engagement server. */
  host: string | null = null;
  /** Whether the client that it makes may send events and keep them on the device. A change tells the client. */
  consent: Consent | null = null;
  /** The colour scheme of all widgets inside: `auto` follows the page. */
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** A client that you made. */
  client: EngagementClient | null = null;
  /** Read when the client is made; later, call `client.identify()`. */
  userToken: string | TokenGetter | null = null;
  /** Words in place of ours, for all widgets inside. */
  messages: Messages = {};

  readonly #context = new ContextProvider(this, {
    context: surroundings,
    initialValue: { client: null, messages: {} },
  });
  #own: { client: EngagementClient; source: string } | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // a provider that is only moved comes back at once, and keeps its client
    queueMicrotask(() => {
      if (!this.isConnected) this.#dropOwn();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    oneOf(this, 'theme', this.theme, ['auto', 'light', 'dark']); // its style sheet takes an unknown one for `auto`
    if (changed.has('consent')) this.#tellConsent();
    const next: Surroundings = { client: this.client ?? this.#ownClient(), messages: this.messages };
    const { value } = this.#context;
    if (next.client !== value.client || next.messages !== value.messages) this.#context.setValue(next);
    if (next.client) showDevtools(next.client).catch(() => {}); // a tool that does not load must not trouble the page
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  #ownClient(): EngagementClient | null {
    const { publishableKey: key, host, userToken } = this;
    const consent = consentFrom(this.consent);
    const source = `${key} ${host}`;
    if (this.#own?.source === source) return this.#own.client;
    this.#dropOwn();
    if (!key || !this.isConnected) return null;
    try {
      const client = startClient({
        key,
        ...(host && { host }),
        ...(consent && { consent }),
        ...(userToken && { userToken }),
      });
      this.#own = { client, source };
      return client;
    } catch (error) {
      this.#explain(error).catch(() => {}); // it is extra: the page goes on without a client
      return null;
    }
  }

  async #explain(error: unknown): Promise<void> {
    const { bareText, warnOnce } = await import('../../internal/warn.ts');
    const known = error instanceof Error && error.name === 'EngagementError' ? (error as EngagementError) : null;
    const reason = known ? bareText(known) : String(error);
    warnOnce(`<${this.localName}> made no client: ${reason}`, known?.code ?? 'setup');
  }

  #tellConsent(): void {
    const consent = consentFrom(this.consent);
    if (consent) this.#own?.client.consent.set(consent);
  }

  #dropOwn(): void {
    const own = this.#own;
    this.#own = null;
    own?.client.destroy().catch(() => {}); // nobody is left to tell
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'engagement-provider': EngagementProvider;
  }
}
