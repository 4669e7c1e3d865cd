import type { BoardPage, Entry } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localize } from '../../internal/localize.ts';
import { avatar } from '../../parts/avatar.ts';
import { medal } from '../../parts/medal.ts';
import { rankChange } from '../../parts/rank-change.ts';
import type { Row, Rows } from './rows.ts';
import { type Score, scoreFormat, scoreLabel } from './scores.ts';

export interface Columns {
  avatar: boolean;
  change: boolean;
}

export interface TableOptions {
  page: BoardPage;
  rows: Rows;
  columns: Columns;
  caption: string;
  localize: Localize;
  /** Where an entry's name leads; null: nowhere. */
  hrefOf: (entry: Entry) => string | null;
  onClick: (event: MouseEvent, entry: Entry, href: string) => void;
}

/** The board as a native table: a caption, column heads, and a row head with the name in each row. */
export function boardTable(options: TableOptions): TemplateResult {
  const { page, rows, columns, caption, localize } = options;
  const score = scoreFormat(page, localize);
  return html`<table part="table" aria-rowcount=${rows.count ?? nothing}>
    <caption class="sr"><slot name="caption">${caption}</slot></caption>
    ${tableHead(localize.say('subject', page.board.subject), scoreLabel(page.board, localize), columns, localize)}
    <tbody>
      ${rows.shown.map((row) => boardRow(row, score, options))}
      ${rows.pinned ? [gapRow(rows, options), boardRow(rows.pinned, score, options)] : nothing}
    </tbody>
  </table>`;
}

/** As many rows as will come, as flat blocks, so that nothing moves when they do. */
export function skeletonTable(count: number, columns: Columns, caption: string, localize: Localize): TemplateResult {
  const blank = html`<i class="bone" .style=${'--w:4rem'}></i>`;
  return html`<table part="table">
    <caption class="sr"><slot name="caption">${caption}</slot></caption>
    ${tableHead(blank, blank, columns, localize)}
    <tbody>${Array.from({ length: count }, (_, at) => skeletonRow(at, columns))}</tbody>
  </table>`;
}

type Label = string | TemplateResult;

function tableHead(name: Label, score: Label, columns: Columns, localize: Localize): TemplateResult {
  return html`<thead part="head"><tr>
    <th scope="col" part="rank"><span class="sr">${localize.say('rank')}</span></th>
    ${columns.change ? html`<th scope="col" part="rank-change"><span class="sr">${localize.say('change')}</span></th>` : nothing}
    <th scope="col"><span>${name}</span></th>
    <th scope="col" class="n"><span>${score}</span></th>
  </tr></thead>`;
}

function boardRow(row: Row, score: (value: number) => Score, options: TableOptions): TemplateResult {
  const { entry, share, index } = row;
  const { columns, localize } = options;
  const parts = ['row', entry.rank <= 3 ? 'row-top' : '', entry.isMe ? 'row-current' : ''].join(' ').trim();
  const { text, full } = score(entry.score);
  return html`<tr part=${parts} data-flip=${entry.id} aria-rowindex=${index ?? nothing} aria-current=${entry.isMe ? 'true' : nothing}
    .style=${share === null ? '' : `--share:${share}`}>
    <td part="rank">${rank(entry, localize)}</td>
    ${columns.change ? html`<td part="rank-change">${change(row, localize)}</td>` : nothing}
    <th part="name" scope="row">${person(entry, options)}</th>
    <td part="score" class="n" title=${full}>${text === full ? text : html`<span aria-hidden="true">${text}</span><span class="sr">${full}</span>`}</td>
  </tr>`;
}

function rank(entry: Entry, localize: Localize): TemplateResult {
  const figure = localize.number(entry.rank);
  const tie = entry.tied
    ? html`<span class="tie" aria-hidden="true">=</span><span class="sr">${localize.say('tied')} </span>`
    : nothing;
  const drawn = entry.rank === 1 || entry.rank === 2 || entry.rank === 3 ? medal(entry.rank, figure) : figure;
  return html`${tie}${drawn}`;
}

function change({ places }: Row, localize: Localize) {
  const count = Math.abs(places ?? 0);
  const figure = localize.number(count);
  const words =
    places === null ? localize.say('entered') : localize.say(places > 0 ? 'movedUp' : 'movedDown', count, figure);
  return rankChange({ places, figure, words });
}

function person(entry: Entry, { page, columns, localize, hrefOf, onClick }: TableOptions): TemplateResult {
  const name = entry.name ?? localize.say('unnamed');
  const href = hrefOf(entry);
  const shape = page.board.subject === 'asset' ? 'square' : 'round';
  return html`<span class="who">
    ${columns.avatar ? avatar({ id: entry.id, name, image: entry.image, shape }) : nothing}
    <span class="named" translate="no"><bdi>${
      href === null
        ? name
        : html`<a href=${href} @click=${(event: MouseEvent) => onClick(event, entry, href)}>${name}</a>`
    }</bdi></span>
    ${entry.isMe ? html`<span class="you">${localize.say('you')}</span>` : nothing}
  </span>`;
}

function gapRow({ between }: Rows, { page, columns, localize }: TableOptions): TemplateResult | typeof nothing {
  if (between !== null && between <= 0) return nothing;
  const words = between === null ? '' : localize.say('between', page.board.subject, between, localize.number(between));
  return html`<tr part="gap">
    <td part="rank"><span aria-hidden="true">⋮</span></td>
    ${columns.change ? html`<td part="rank-change"></td>` : nothing}
    <td colspan="2">${words}</td>
  </tr>`;
}

const WIDTHS = [62, 48, 70, 38, 55];

function skeletonRow(at: number, columns: Columns): TemplateResult {
  return html`<tr part="row skeleton">
    <td part="rank"><i .style=${'--w:1rem'}></i></td>
    ${columns.change ? html`<td part="rank-change"></td>` : nothing}
    <td part="name"><span class="who">${columns.avatar ? html`<i class="dot"></i>` : nothing}<i .style=${`--w:${WIDTHS[at % WIDTHS.length]}%`}></i></span></td>
    <td part="score" class="n"><i .style=${'--w:2.5rem'}></i></td>
  </tr>`;
}
