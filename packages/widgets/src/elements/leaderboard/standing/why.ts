import type { BoardPage, OwnEntry } from '@engagement/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { View } from '../view.ts';

type Explain = typeof import('./explanation.ts');

/** What each board knows of its reasons: they are asked for when its panel opens. */
const panels = new WeakMap<object, { explain: Explain | null; open: boolean }>();

/** The word that opens the reasons for the reader's rank. The reasons load with the first question. */
export function whyPanel(view: View, page: BoardPage, me: OwnEntry): TemplateResult {
  const { settings, localize } = view;
  const panel = panels.get(settings) ?? { explain: null, open: false };
  panels.set(settings, panel);
  const toggle = async ({ newState }: ToggleEvent) => {
    panel.open = newState === 'open';
    if (!panel.open) return;
    panel.explain ??= await import('./explanation.ts').catch(() => null);
    panel.explain?.ask(view, page);
    settings.requestUpdate();
  };
  return html`<button part="why-button" class="link" type="button" popovertarget="why">${localize.say('why')}</button>
    <span part="why" id="why" popover role="dialog" aria-labelledby="why-title" @beforetoggle=${toggle}>
      <b id="why-title" class="title">${localize.say('whyRank', localize.number(me.rank))}</b>
      ${panel.open ? (panel.explain?.explanation(view, page) ?? nothing) : nothing}
      <button class="close" type="button" popovertarget="why" popovertargetaction="hide" aria-label=${localize.say('close')}>×</button>
    </span>`;
}
