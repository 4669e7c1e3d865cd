import type { ReactiveControllerHost } from 'lit';

/** A skeleton that showed itself (150 ms after loading began, in CSS) stays for at least 300 ms: no flicker. */
const STAYS_UNTIL = 450;
/** Styles count time by frames, so they may show the skeleton a little early. */
const MAY_BE_SEEN_FROM = 100;

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
    const elapsed = performance.now() - this.#since;
    if (elapsed < MAY_BE_SEEN_FROM || elapsed >= STAYS_UNTIL) {
      this.#since = null;
      return false;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#host.requestUpdate(), STAYS_UNTIL - elapsed);
    return true;
  }
}
