import { html, nothing, type TemplateResult } from 'lit';
import { wordsOf } from '../../../internal/options.ts';
import type { View } from '../view.ts';
import { periodName, segmentName } from './names.ts';

export { switchesStyles as styles } from './switches.styles.ts';

// Loaded for boards that name periods or segments to choose from.

/** Native controls for what the page lets the reader choose. */
export function switches(view: View): TemplateResult {
  const { periods, segments } = view.settings;
  const [spans, groups] = [wordsOf(periods), wordsOf(segments)];
  const full = spans.length > 3 || groups.length > 0 ? 'full' : '';
  return html`<div class=${`switches ${full}`}>${periods ? periodSwitch(view, spans) : nothing}${segments ? segmentSwitch(view, groups) : nothing}</div>`;
}

/** Words on a rule; where they have no room beside each other, a list. The style sheet shows one of the two. */
function periodSwitch(view: View, periods: readonly string[]): TemplateResult {
  const { settings, localize, send } = view;
  const chosen = settings.period ?? periods[0];
  const choose = (period: string) => {
    settings.period = period;
    send('engagement-period-change', { period });
  };
  return html`<fieldset part="period-switch" class="switch">
    <legend class="sr">${localize.say('period')}</legend>
    ${periods.map(
      (period) =>
        html`<label><input type="radio" name="period" .checked=${period === chosen} @change=${() => choose(period)} /><span>${periodName(period, view)}</span></label>`,
    )}
  </fieldset>
  <select part="period-switch" class="short" aria-label=${localize.say('period')} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
    ${periods.map((period) => html`<option value=${period} .selected=${period === chosen}>${periodName(period, view)}</option>`)}
  </select>`;
}

function segmentSwitch(view: View, segments: readonly string[]): TemplateResult {
  const { settings, localize, send } = view;
  const choose = (event: Event) => {
    const segment = (event.target as HTMLSelectElement).value || null;
    settings.segment = segment;
    send('engagement-segment-change', { segment });
  };
  return html`<select part="segment-switch" aria-label=${localize.say('segment')} @change=${choose}>
    <option value="" .selected=${!settings.segment}>${localize.say('allSegments')}</option>
    ${segments.map((segment) => html`<option value=${segment} .selected=${segment === settings.segment}>${segmentName(segment, localize)}</option>`)}
  </select>`;
}
