const system = window.matchMedia.bind(window);
let reduced = false;

// Widgets ask the system, and no page can answer for it: here the toolbar does.
window.matchMedia = (query) => {
  const answer = system(query);
  if (!reduced || !query.includes('prefers-reduced-motion')) return answer;
  return new Proxy(answer, {
    get(target, key) {
      if (key === 'matches') return query.includes('reduce') && !query.includes('no-preference');
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};

/** Answers widgets as a system that is set to less motion would. */
export function reduceMotion(on: boolean): void {
  reduced = on;
  document.documentElement.toggleAttribute('data-reduced-motion', on);
}
