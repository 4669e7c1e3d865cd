import { css } from 'lit';

export const seasonStyles = css`
  @layer engagement {
    [part~='countdown'] { flex: none; color: var(--_muted); font-size: var(--_small); line-height: 1.4; white-space: nowrap; }
    [part~='prizes'] ul { display: flex; flex-wrap: wrap; gap: 0 var(--_4); margin: 0; padding: 0; list-style-type: ''; font-size: var(--_small); line-height: calc(var(--_1) * 5); }
    [part~='prize'] b { font-weight: 600; }
    /* Who won stands on a line of gold, all of them where several did; the footer names them in ink. */
    :host(:state(sealed)) tr:has(.medal[style*='gold']) > :first-child::after { block-size: 3px; background: var(--_gold); }
    :host(:state(sealed)) [part~='place'][style*='gold'] .plinth { border-block-start-width: 5px; border-color: var(--_gold); }
    :host(:state(sealed)) [part~='updated'],
    :host(:state(sealed)) [part~='countdown'] { color: var(--_text); font-weight: 600; }
  }
`;
