import { css } from 'lit';

/* Each plinth is a stack of ruled lines. The heights are the scores, so that a close race looks close. */
export const podiumStyles = css`
  @layer engagement {
    .stand { display: grid; grid-template-rows: 1fr auto; min-inline-size: 0; min-block-size: var(--_room); }
    [part~='list'] {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(0, 1.12fr) minmax(0, 1fr);
      align-items: end;
      margin: 0;
      padding: var(--_2) 0 0;
      border-block-end: 1px solid;
      border-color: light-dark(var(--_text), color-mix(in oklab, var(--_text) 58%, var(--_surface)));
      list-style-type: '';
    }
    [part~='place'] {
      --_edge: light-dark(
        color-mix(in oklab, var(--_metal) 58%, oklch(0.3 0.04 60)),
        color-mix(in oklab, var(--_metal) 74%, oklch(0.2 0.02 60))
      );
      --_avatar: calc(var(--_1) * 14);
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
      min-inline-size: 0;
      text-align: center;
    }
    [part~='place']:nth-child(1) { --_avatar: calc(var(--_1) * 18); order: 2; }
    [part~='place']:nth-child(2) { order: 1; }
    [part~='place']:nth-child(3) { order: 3; }
    [part~='place'] [part~='avatar'] { font-size: 1.125em; box-shadow: 0 0 0 2px var(--_surface), 0 0 0 4px var(--_metal, var(--_border)); }

    .winner { display: grid; justify-items: center; gap: var(--_1); max-inline-size: 100%; margin-block-start: var(--_3); padding-inline: var(--_1); font-weight: 600; line-height: 1.2; }
    .winner [part~='name'] {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
      inline-size: auto;
      max-inline-size: 100%;
      padding-block: 0.15em;
      margin-block: -0.15em;
      text-wrap: balance;
    }
    [part~='place']:first-child .winner { font-size: 1.125em; letter-spacing: -0.011em; }
    .winner .you { font-size: max(0.75em, 12px); letter-spacing: 0; }
    [part~='place-current'] .winner a, [part~='place-current'] .winner bdi { color: var(--_accent); }
    [part~='place'] [part~='score'] { margin-block: var(--_1) var(--_3); color: var(--_muted); font-size: var(--_small); font-weight: 400; }
    .brief { display: none; }
    [part~='scale'] { min-block-size: 1.4em; margin: var(--_2) 0 0; color: var(--_muted); font-size: var(--_small); }

    .plinth {
      --_pitch: var(--pitch);
      --_ground: color-mix(in oklab, var(--_metal, var(--_border)) 15%, var(--_surface));
      display: grid;
      place-items: center;
      inline-size: 100%;
      block-size: calc(var(--lines) * var(--_pitch) + 2px);
      border-block-start: 2px solid var(--_edge);
      background: var(--_ground) repeating-linear-gradient(to top, transparent 0 calc(var(--_pitch) - 1px), var(--_edge) calc(var(--_pitch) - 1px) var(--_pitch));
      color: var(--_text);
    }
    .plain { background: var(--_ground); }
    .plinth span {
      font-size: 3.25em;
      font-weight: 700;
      line-height: 1;
      letter-spacing: -0.03em;
      -webkit-text-stroke: 0.28em var(--_ground); /* the ruling stops short of the figure */
      paint-order: stroke fill;
      stroke-linejoin: round;
    }
    i.winner { inline-size: 60%; margin-block-end: calc(var(--_1) * 9); padding: 0; }
    i.plinth { border: 0; background: var(--_border); }

    @container engagement (inline-size < 26em) {
      [part~='place']:nth-child(n) { --_avatar: calc(var(--_1) * 11); }
      [part~='place'] [part~='avatar'] { font-size: 0.9375em; }
      [part~='place']:nth-child(n) .winner { font-size: var(--_small); }
      .plinth { --_pitch: calc(var(--pitch) * 0.75); }
      .plinth span { font-size: 2.25em; }
    }
    @container engagement (inline-size < 22em) {
      .whole { display: none; }
      .brief { display: inline; }
    }
    @media (forced-colors: active) {
      .plinth { border: 1px solid CanvasText; border-block-start-width: 3px; background: Canvas; }
      .plinth span { -webkit-text-stroke: 0; }
      [part~='place-current'] .winner { outline: 2px solid Highlight; outline-offset: 2px; }
    }
  }
`;
