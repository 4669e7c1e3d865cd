import { vi } from 'vitest';

export interface FakePage {
  fire(event: 'pagehide' | 'online' | 'offline' | 'engagement-client'): void;
  setHidden(hidden: boolean): void;
}

/** The few globals by which the SDK knows a page, until `vi.unstubAllGlobals()`. */
export function stubPage(): FakePage {
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', document);
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page));
  return {
    fire: (event) => void page.dispatchEvent(new Event(event)),
    setHidden(hidden) {
      document.visibilityState = hidden ? 'hidden' : 'visible';
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
}
