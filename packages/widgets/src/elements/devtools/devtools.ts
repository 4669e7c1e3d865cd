import type { EngagementClient, Inspection } from '@engagement/sdk';
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { ClientFinder } from '../../connect/client-finder.ts';
import { VERSION } from '../../internal/version.ts';
import { laterTokenStyles } from '../../styles/later-tokens.styles.ts';
import { tokenStyles } from '../../styles/tokens.styles.ts';
import { devtoolsStyles } from './devtools.styles.ts';
import { clientPage, eventsPage, socketPage } from './pages.ts';

const PAGES = ['client', 'events', 'socket'] as const;

/** What a client does, for whoever builds the page: its state, the last events with their fate, the socket. */
export class EngagementDevtools extends LitElement {
  static readonly version = VERSION;
  static override styles = [tokenStyles, laterTokenStyles, devtoolsStyles];
  static override properties: PropertyDeclarations = {
    theme: { reflect: true, useDefault: true },
    floating: { type: Boolean },
    client: { attribute: false },
    page: { state: true },
    inspection: { state: true },
  };

  /** The colour scheme: `auto` follows the page. */
  theme: 'auto' | 'light' | 'dark' = 'auto';
  /** In the corner of the window, over the page. */
  floating = false;
  /** The client to watch, before a provider's and the page's default one. */
  client: EngagementClient | null = null;

  private page: (typeof PAGES)[number] = 'client';
  private inspection: Inspection | null = null;

  readonly #finder = new ClientFinder(this);
  #watched: EngagementClient | null = null;
  #stops: Array<() => void> = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch(null);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#watch(this.isConnected ? this.#finder.client : null);
  }

  protected override render(): TemplateResult {
    const client = this.#watched;
    const { auth, connection } = client?.status ?? { auth: 'closed', connection: 'idle' };
    const lost = auth === 'expired' || auth === 'closed';
    return html`<section class="box" aria-label="Engagement devtools"><details open>
      <summary class="head">
        <span class="dot ${lost ? auth : connection}"></span>Engagement
        <span class="muted">${client ? `${auth} · ${connection}` : 'no client'}</span>
      </summary>
      ${client ? this.#content(client) : html`<p class="page none">No client yet. Call init({ key }) or wrap the widgets in an engagement-provider.</p>`}
    </details></section>`;
  }

  #content(client: EngagementClient): TemplateResult {
    return html`<fieldset class="tabs"><legend class="sr">Show</legend>
        ${PAGES.map(
          (page) => html`<label><input class="sr" type="radio" name="page" .checked=${page === this.page}
            @change=${() => {
              this.page = page;
            }}><span>${page[0]?.toUpperCase()}${page.slice(1)}</span></label>`,
        )}
      </fieldset>
      <div class="page" tabindex="0" role="region" aria-label=${this.page}>${this.#shown(client)}</div>`;
  }

  #shown(client: EngagementClient): TemplateResult | typeof nothing {
    if (this.page === 'client') return clientPage(client);
    const { inspection } = this;
    if (!inspection) return nothing;
    if (this.page === 'socket') return socketPage(inspection.socket());
    return eventsPage(inspection.events(), () => void client.flush());
  }

  #watch(client: EngagementClient | null): void {
    if (client === this.#watched) return;
    for (const stop of this.#stops.splice(0)) stop();
    this.#watched = client;
    this.inspection = null;
    if (!client) return;
    const changed = () => this.requestUpdate();
    this.#stops.push(client.store.subscribe(changed));
    client.inspect().then(
      (inspection) => {
        if (client !== this.#watched) return;
        this.inspection = inspection;
        this.#stops.push(inspection.subscribe(changed));
      },
      () => {}, // its state is shown without
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'engagement-devtools': EngagementDevtools;
  }
}
