import type { CSSResult, LitElement } from 'lit';
import type { Parts } from './view.ts';

interface Arriving {
  styles?: CSSResult | CSSResult[];
  arrive?: (board: LitElement) => void;
}

/** Each part is loaded once for all boards of the page. */
const LOADERS: { [K in keyof Parts]: () => Promise<Parts[K] & Arriving> } = {
  afterRows: () => import('./after-rows.ts'),
  moves: () => import('./moves.ts'),
  podium: () => import('./podium/podium.ts'),
  season: () => import('./season/season.ts'),
  standing: () => import('./standing/standing.ts'),
  switches: () => import('./switches/switches.ts'),
};

const loaded = new Map<keyof Parts, object>();

/** The parts that one board has asked for. */
export class Extras {
  readonly #board: LitElement;
  readonly #asked = new Set<keyof Parts>();
  readonly #missing = new Set<keyof Parts>();
  readonly #present = new Set<keyof Parts>();

  constructor(board: LitElement) {
    this.#board = board;
  }

  /** The part, for a board that wants it; undefined while it is on its way, null when it did not come. */
  get<K extends keyof Parts>(name: K): Parts[K] | null | undefined {
    const part = loaded.get(name) as (Parts[K] & Arriving) | undefined;
    if (part) this.#welcome(name, part);
    else if (this.#board.isConnected && !this.#asked.has(name)) void this.#load(name); // never on a server
    return part ?? (this.#missing.has(name) ? null : undefined);
  }

  async #load(name: keyof Parts): Promise<void> {
    this.#asked.add(name);
    try {
      const [part, { registerLaterWords }] = await Promise.all([
        LOADERS[name](),
        import('../../internal/later-words.ts'),
      ]);
      registerLaterWords();
      loaded.set(name, part);
    } catch {
      this.#missing.add(name); // the board does without
    }
    this.#board.requestUpdate();
  }

  #welcome(name: keyof Parts, { styles, arrive }: Arriving): void {
    if (this.#present.has(name)) return;
    this.#present.add(name);
    for (const { styleSheet } of styles ? [styles].flat() : [])
      if (styleSheet) this.#board.shadowRoot?.adoptedStyleSheets.push(styleSheet);
    arrive?.(this.#board);
  }
}
