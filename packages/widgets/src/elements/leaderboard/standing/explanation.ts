import type { BoardPage, Explanation } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { scoreFormat } from '../scores.ts';
import type { View } from '../view.ts';

// Loaded when somebody asks for reasons.

type Answer = Explanation | 'loading' | 'failed';

const answers = new WeakMap<object, Answer>();

/** Asks why the reader has this rank, as things are now. */
export function ask(view: View, { board, period }: BoardPage): void {
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
  return html`${steps(answer)}${facts(answer, view, page)}`;
}

/** The server tells them in English. */
function steps({ steps }: Explanation): TemplateResult {
  return html`<ol part="steps" lang="en" dir="ltr">${steps.map(({ text }) => html`<li>${text}</li>`)}</ol>`;
}

function facts({ facts }: Explanation, { localize }: View, page: BoardPage): TemplateResult | typeof nothing {
  if (!facts?.length) return nothing;
  const score = scoreFormat(page, localize);
  const day = (time: string) => localize.date(new Date(time), { day: 'numeric', month: 'short' });
  return html`<span class="muted">${localize.say('whyFacts')}</span>
    <ul part="facts">${facts.map(
      ({ time, text, contributes }) =>
        html`<li><time class="muted" datetime=${time}>${day(time)}</time><span lang="en" dir="ltr">${text}</span><bdi class="n">${score(contributes).full}</bdi></li>`,
    )}</ul>`;
}
