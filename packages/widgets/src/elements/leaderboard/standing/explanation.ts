import type { BoardPage, Explanation } from '@engagement/sdk';
import { registerTranslation } from '@shoelace-style/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { apart } from '../../../internal/isolated.ts';
import { enFirst } from '../../../locales/en-first.ts';
import { enWhy } from '../../../locales/en-why.ts';
import type { View } from '../view.ts';
import { factList } from './facts.ts';
import { type Figures, figuresOf } from './figures.ts';
import { stepWords } from './steps.ts';

// Loaded when somebody asks for reasons.

type Answer = Explanation | 'loading' | 'failed';

const answers = new WeakMap<object, Answer>();

/** Asks why the reader has this rank, as things are now. */
export function ask(view: View, { board, period }: BoardPage): void {
  registerTranslation(Object.assign(enFirst, enWhy)); // English stands in for every language that lacks a word
  const { client, settings } = view;
  if (!client) return;
  const { segment, placement } = settings;
  const take = (answer: Answer) => {
    answers.set(settings, answer);
    settings.requestUpdate();
  };
  take('loading');
  const query = { user: 'me', period: period.key, ...(segment && { segment }), ...(placement && { placement }) };
  client.leaderboards.explain(board.key, query).then(take, () => take('failed'));
}

/** The steps from facts to the rank, and the facts. */
export function explanation(view: View, page: BoardPage): TemplateResult | typeof nothing {
  const { settings, localize } = view;
  const answer = answers.get(settings);
  if (!answer || answer === 'loading')
    return html`<span class="muted" role="status">${localize.say('whyLoading')}</span>`;
  if (answer === 'failed')
    return html`<span role="status">${localize.say('whyFailed')} <button class="link" type="button" @click=${() => ask(view, page)}>${localize.say('retry')}</button></span>`;
  const figures = figuresOf(page, localize);
  return html`<ol part="steps">${answer.steps.map((step) => stepItem(step, view, page, figures))}</ol>
    ${answer.facts?.length ? factList(answer.facts, figures, localize) : nothing}`;
}

function stepItem(step: Explanation['steps'][number], { localize }: View, page: BoardPage, figures: Figures) {
  const say = localize.say.bind(localize) as typeof localize.say;
  const words = stepWords(step, { say, figures, ranks: page.board.ranks });
  // a server that is newer than this widget may tell of what it does not know, in English
  if (!words) return html`<li lang="en" dir="ltr">${step.text}</li>`;
  const { sentences, formula } = words;
  return html`<li>${sentences.map((sentence) => html`${apart(sentence)} `)}${formula ? html`<bdi class="formula" dir="ltr">${apart(formula)}</bdi>` : nothing}</li>`;
}
