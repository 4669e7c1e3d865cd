const FAILURES = 3;
const PAUSE_MS = 500;

/** After some failures in a row, lets one try through at a time, and only now and then, until one succeeds. */
export class Breaker {
  #failures = 0;
  #notBefore = 0;

  get isOpen(): boolean {
    return this.#failures >= FAILURES;
  }

  admits(): boolean {
    if (!this.isOpen) return true;
    const now = performance.now();
    if (now < this.#notBefore) return false;
    this.#notBefore = now + PAUSE_MS;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    this.#notBefore = performance.now() + PAUSE_MS;
  }
}
