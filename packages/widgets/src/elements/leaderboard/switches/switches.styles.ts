import { css } from 'lit';

/* Radios as words on a rule: the chosen word carries the rule. They keep to one line, so that the room for them is known; where they do not fit there, a list takes their place. */
export const switchesStyles = css`
  @layer engagement {
    .switches { display: flex; align-items: center; gap: var(--_4); min-inline-size: 0; }
    .switch { display: flex; gap: var(--_4); min-inline-size: 0; margin: 0; padding: 0; border: 0; }
    .switch label { position: relative; display: grid; flex: none; align-items: center; min-block-size: calc(var(--_1) * 7); border-block-end: 2px solid transparent; color: var(--_muted); font-size: var(--_small); cursor: pointer; }
    .switch label:hover { color: var(--_text); }
    .switch label:has(:checked) { border-color: var(--_accent); color: var(--_text); font-weight: 600; }
    .switch label:has(:focus-visible) { outline: var(--_focus-width) solid var(--_focus); outline-offset: -2px; }
    .switch input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: inherit; }

    select {
      min-inline-size: 0;
      max-inline-size: calc(var(--_1) * 40);
      min-block-size: calc(var(--_1) * 7);
      padding: 0 var(--_2);
      border: 1px solid var(--_control);
      border-radius: var(--_radius);
      background: var(--_surface);
      color: var(--_text);
      font: inherit;
      font-size: var(--_small);
    }
    .short { display: none; }
    @container engagement (inline-size < 36em) {
      .switches { flex-basis: 100%; }
      .full .switch { display: none; }
      .full .short { display: block; }
    }
    @container engagement (inline-size < 22em) {
      .switches { gap: var(--_2); }
      .switch { display: none; }
      .short { display: block; }
      select { padding: 0 var(--_1); }
    }
    @media (forced-colors: active) {
      .switch label { border-color: Canvas; }
      .switch label:has(:checked) { border-color: Highlight; }
    }
  }
`;
