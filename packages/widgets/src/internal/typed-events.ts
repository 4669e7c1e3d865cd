type Options = boolean | AddEventListenerOptions;

/** How to listen to an element with events of its own: by their names, with what they carry. */
export interface Listen<Events> {
  <K extends keyof Events>(type: K, listener: (event: Events[K]) => void, options?: Options): void;
  <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: Options,
  ): void;
  (type: string, listener: EventListenerOrEventListenerObject, options?: Options): void;
}
