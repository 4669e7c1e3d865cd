import type { ReactiveControllerHost } from 'lit';

/** A skeleton shows itself this long after loading began (in CSS), and then for at least so long: no flicker. */
export const SKELETON_DELAY = 150;
const SKELETON_LEAST = 300;

/** Decides whether the skeleton stays although the data has come. */
export class SkeletonHold {
  readonly #host: ReactiveControllerHost;
  #since: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Given whether data is missing now, says whether the skeleton is to be seen. */
  holds(loading: boolean): boolean {
    if (loading) {
      this.#since ??= performance.now();
      return true;
    }
    if (this.#since === null) return false;
    const shown = performance.now() - this.#since - SKELETON_DELAY;
    if (shown < 0 || shown >= SKELETON_LEAST) {
      this.#since = null;
      return false;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#host.requestUpdate(), SKELETON_LEAST - shown);
    return true;
  }
}
