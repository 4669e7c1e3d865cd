import { css } from 'lit';

export const seasonStyles = css`
  @layer engagement {
    [part~='countdown'] { flex: none; color: var(--_muted); font-size: var(--_small); line-height: 1.4; white-space: nowrap; }
    [part~='prizes'] ul { display: flex; flex-wrap: wrap; gap: 0 var(--_4); margin: 0; padding: 0; list-style-type: ''; font-size: var(--_small); line-height: calc(var(--_1) * 5); }
    [part~='prize'] b { font-weight: 600; }
    :host(:state(sealed)) [part~='countdown'] { color: var(--_text); font-weight: 600; }
  }
`;
