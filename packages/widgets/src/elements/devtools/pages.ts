import type { BoardState, EngagementClient, InspectedEvent, SocketNote } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';

const DIRECTIONS = { in: ['←', 'received'], out: ['→', 'sent'], state: ['·', 'connection'] } as const;

/** What the client knows, as it stands. */
export function clientPage(client: EngagementClient): TemplateResult {
  const { status, boards } = client.store.getState();
  const ahead = Math.round((client.now() - Date.now()) / 1000);
  const facts = [
    ['Version', client.version],
    ['User', status.auth],
    ['Connection', status.connection],
    ['Consent', client.consent.get()],
    ['Last answer', status.lastSync === null ? 'none yet' : clock(status.lastSync)],
    ['Server’s clock', ahead === 0 ? 'as here' : `${Math.abs(ahead)} s ${ahead > 0 ? 'ahead' : 'behind'}`],
  ];
  const shown = Object.entries(boards);
  return html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd class=${value ?? ''}>${value}</dd>`)}</dl>
    <p class="title">Boards</p>
    ${shown.length === 0 ? html`<p class="none">No board has been asked for yet.</p>` : html`<ol>${shown.map(board)}</ol>`}`;
}

/** What was tracked, the latest first, with what became of it. */
export function eventsPage(events: readonly InspectedEvent[], send: () => void): TemplateResult {
  if (events.length === 0) return html`<p class="none">Nothing has been tracked since this panel opened.</p>`;
  const waiting = events.some(({ fate }) => fate === 'waiting');
  return html`<ol>${events.map((event) =>
    line(
      clock(Date.parse(event.time)),
      html`<b>${event.type}</b>`,
      html`<span class=${event.fate}>${event.fate}</span>`,
      { ...(event.reason && { reason: event.reason }), id: event.id, data: event.data },
    ),
  )}</ol>
  ${waiting ? html`<button type="button" @click=${send}>Send now</button>` : nothing}`;
}

/** What the socket said and heard, the latest first. */
export function socketPage(notes: readonly SocketNote[]): TemplateResult {
  if (notes.length === 0)
    return html`<p class="none">Nothing has gone over the socket since this panel opened. It opens with the first live board.</p>`;
  return html`<ol>${notes.map(({ at, direction, name, detail }) => {
    const [arrow, word] = DIRECTIONS[direction];
    return line(
      clock(at),
      html`<b class=${direction === 'state' ? name : ''}>${name}</b> <span class="muted">${keyOf(detail)}</span>`,
      html`<span class="muted"><span aria-hidden="true">${arrow}</span><span class="sr">${word}</span></span>`,
      detail,
    );
  })}</ol>`;
}

/** A board by what was asked of it. Its key is the SDK's own text for a query. */
function board([key, { status, page, live, error }]: [string, BoardState]): TemplateResult {
  const [name, ...query] = JSON.parse(key) as [string, ...unknown[]];
  const state = live && status === 'ready' ? 'live' : status;
  const rows = page ? `${page.data.length} of ${page.total}` : '–';
  const detail = {
    query: query.filter((part) => part !== '').join(' '),
    ...(page && { period: page.period.key, version: page.version }),
    ...(error && { error: error.message }),
  };
  return line(rows, html`<b>${name}</b>`, html`<span class=${state}>${state}</span>`, detail);
}

/** One line, which opens where there is more to it. */
function line(first: string, middle: TemplateResult, last: TemplateResult, detail: unknown): TemplateResult {
  const parts = html`<span class="muted">${first}</span><span>${middle}</span>${last}`;
  if (detail === null || detail === undefined) return html`<li class="line">${parts}</li>`;
  return html`<li><details><summary class="line">${parts}</summary><pre dir="ltr">${JSON.stringify(detail, null, 2)}</pre></details></li>`;
}

/** The board that a message is about. */
const keyOf = (detail: unknown): string => String((detail as { key?: unknown } | null)?.key ?? '');

const clock = (time: number): string => new Date(time).toLocaleTimeString('en-GB');
