import type { BoardPage, Entry } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { safeHref } from '../../internal/safe-href.ts';
import { medal } from '../../parts/medal.ts';
import { rankChange } from '../../parts/rank-change.ts';
import { followLink } from './follow-link.ts';
import { type Row, rowOf } from './rows.ts';
import { type Score, scoreFormat, scoreLabel } from './scores.ts';
import type { View } from './view.ts';

type Content = string | TemplateResult | typeof nothing;

/** What the rows of one table have in common. */
interface RowContext {
  view: View;
  board: BoardPage['board'];
  row: (entry: Entry) => Row;
  score: (value: number) => Score;
}

/** The board as a native table: a caption, column heads, and a row head with the name in each row. */
export function boardTable(view: View, page: BoardPage): TemplateResult {
  const { localize, settings, extras } = view;
  const { board, period, data } = page;
  const afterRows = extras.get('afterRows');
  const moves = extras.get('moves');
  const standing = settings.pinMe && page.me && extras.get('standing');
  const context = { view, board, row: rowOf(page, settings), score: scoreFormat(page, localize) };
  const places = afterRows?.placesOf(page, settings);
  const render = (entry: Entry, at: number) => boardRow(entry, places?.index(at), context);
  return table(view, {
    caption: `${settings.heading ?? board.name}, ${afterRows?.periodLabel(period, localize) ?? period.label}`,
    heads: [localize.say('subject', board.subject), scoreLabel(board, localize)],
    count: places?.count,
    // without keys until what gives them is there: the same rows, but their elements change owners
    body: html`${moves ? moves.keyed(data, ({ id }) => id, render) : data.map(render)}
      ${standing ? standing.pinned(view, page, (entry, index) => boardRow(entry, index, context)) : nothing}`,
  });
}

/** As many rows as will come, as flat blocks, so that nothing moves when they do. */
export function skeletonTable(view: View): TemplateResult {
  const head = block('2rem');
  return table(view, {
    caption: view.settings.heading ?? view.localize.say('loading'),
    heads: [head, head],
    body: html`${Array.from({ length: view.settings.rowCount }, (_, at) => skeletonRow(at, view))}`,
  });
}

interface TableContent {
  caption: string;
  /** The heads of the two last columns. */
  heads: [name: Content, score: Content];
  body: TemplateResult;
  /** Rows of the whole board with its head, when it is longer than what is shown. */
  count?: number | null | undefined;
}

function table(
  { settings, localize }: View,
  { caption, heads: [name, score], body, count }: TableContent,
): TemplateResult {
  const hidden = settings.shape === 'list' ? 'sr' : nothing;
  return html`<table part="table" aria-rowcount=${count ?? nothing}>
    <caption class="sr"><slot name="caption">${caption}</slot></caption>
    <thead part="head"><tr>
      <th scope="col" part="rank"><span class="sr">${localize.say('rank')}</span></th>
      ${settings.noChange ? nothing : html`<th scope="col" part="rank-change"><span class="sr">${localize.say('change')}</span></th>`}
      <th scope="col"><span class=${hidden}>${name}</span></th>
      ${settings.columns.map(({ label }) => html`<th scope="col" part="column" class="n extra"><span class=${hidden}>${label}</span></th>`)}
      <th scope="col" class="n"><span class=${hidden}>${score}</span></th>
    </tr></thead>
    <tbody>${body}</tbody>
  </table>`;
}

function boardRow(entry: Entry, index: number | null | undefined, context: RowContext): TemplateResult {
  const { view, score, row } = context;
  const { places, share } = row(entry);
  const parts = `row${entry.rank <= 3 ? ' row-top' : ''}${entry.isMe ? ' row-current' : ''}`;
  const length = share === null ? '' : `--share:${share}`;
  const { text, full } = score(entry.score);
  return html`<tr part=${parts} data-flip=${entry.id} aria-rowindex=${index ?? nothing} aria-current=${entry.isMe ? 'true' : nothing} .style=${length}>
    <td part="rank">${rank(entry, view)}</td>
    ${changeCell(view, rankChange(places, view.localize))}
    <th part="name" scope="row">${person(entry, context)}</th>
    ${view.settings.columns.map(({ format }) => html`<td part="column" class="n extra">${format(entry)}</td>`)}
    <td part="score" class="n" title=${full}>${text === full ? text : html`<span aria-hidden="true">${text}</span><span class="sr">${full}</span>`}</td>
  </tr>`;
}

function changeCell({ settings }: View, content: Content): Content {
  return settings.noChange ? nothing : html`<td part="rank-change">${content}</td>`;
}

function rank({ rank, tied }: Entry, { localize }: View): Content {
  const figure = localize.number(rank);
  const drawn =
    rank <= 3
      ? medal(rank, figure, tied)
      : tied
        ? html`<span class="tie" aria-hidden="true">=</span>${figure}`
        : figure;
  return tied ? html`<span class="sr">${localize.say('tied')} </span>${drawn}` : drawn;
}

function person(entry: Entry, { view, board }: RowContext): TemplateResult {
  const { settings, extras, localize, send } = view;
  const { noAvatar, entryHref } = settings;
  const name = entry.name ?? localize.say('unnamed');
  const href = safeHref(entryHref ? entryHref(entry) : entry.url);
  const follow = (event: MouseEvent) => href && followLink(event, { entry, href }, send);
  return html`<span class="who">
    ${noAvatar ? nothing : (extras.get('afterRows')?.picture(entry, board, view) ?? DOT)}
    <span class="named"><bdi translate="no">${href ? html`<a href=${href} @click=${follow}>${name}</a>` : name}</bdi>${entry.isMe ? html` <span class="you">${localize.say('you')}</span>` : nothing}</span>
  </span>`;
}

const WIDTHS = [62, 48, 70];

function skeletonRow(at: number, view: View): TemplateResult {
  return html`<tr part="row skeleton">
    <td part="rank">${block('1rem')}</td>
    ${changeCell(view, nothing)}
    <td part="name"><span class="who">${view.settings.noAvatar ? nothing : DOT}${block(`${WIDTHS[at % WIDTHS.length]}%`)}</span></td>
    ${view.settings.columns.map(() => html`<td class="n extra">${block('2rem')}</td>`)}
    <td part="score" class="n">${block('2rem')}</td>
  </tr>`;
}

/** Where a picture will come. */
const DOT = html`<i part="avatar"></i>`;
/** Where words will come. */
const block = (width: string): TemplateResult => html`<i .style=${`inline-size:${width}`}></i>`;
