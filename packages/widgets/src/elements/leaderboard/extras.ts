import type { CSSResult, LitElement } from 'lit';

/** What few boards need, or none before its rows are on screen. Each is loaded once for all boards of the page. */
const LOADERS = {
  afterRows: () => import('./after-rows.ts'),
  moves: () => import('./moves.ts'),
  podium: () => import('./podium/podium.ts'),
  season: () => import('./season/season.ts'),
  standing: () => import('./standing/standing.ts'),
  switches: () => import('./switches/switches.ts'),
};

type Name = keyof typeof LOADERS;
type Part<K extends Name> = Awaited<ReturnType<(typeof LOADERS)[K]>>;
interface Arriving {
  styles?: CSSResult | CSSResult[];
  arrive?: (board: LitElement) => void;
}

const loaded = new Map<Name, object>();

/** The parts of one board that are loaded when they are wanted. The frame keeps room for them, so that nothing moves. */
export class Extras {
  readonly #board: LitElement;
  readonly #asked = new Set<Name>();
  readonly #missing = new Set<Name>();
  readonly #present = new Set<Name>();

  constructor(board: LitElement) {
    this.#board = board;
  }

  /** The part, for a board that wants it; undefined while it is on its way, null when it did not come. */
  get<K extends Name>(name: K): Part<K> | null | undefined {
    const part = loaded.get(name) as Part<K> | undefined;
    if (part) this.#welcome(name, part as Arriving);
    else if (!this.#asked.has(name)) void this.#load(name);
    return part ?? (this.#missing.has(name) ? null : undefined);
  }

  async #load(name: Name): Promise<void> {
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

  #welcome(name: Name, { styles, arrive }: Arriving): void {
    if (this.#present.has(name)) return;
    this.#present.add(name);
    for (const { styleSheet } of styles ? [styles].flat() : [])
      if (styleSheet) this.#board.shadowRoot?.adoptedStyleSheets.push(styleSheet);
    arrive?.(this.#board);
  }
}
