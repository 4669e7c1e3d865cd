import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Becomes true, for good, when the host comes near the viewport. */
export class NearViewport implements ReactiveController {
  reached = false;
  readonly #host: ReactiveControllerHost & Element;
  #observer: IntersectionObserver | undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.reached) return;
    this.#observer = new IntersectionObserver((seen) => this.#look(seen), { rootMargin: '200px' });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  #look(seen: IntersectionObserverEntry[]): void {
    if (!seen.some((one) => one.isIntersecting)) return;
    this.reached = true;
    this.#observer?.disconnect();
    this.#host.requestUpdate();
  }
}
