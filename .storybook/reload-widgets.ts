import type { Plugin } from 'vite';

/** A tag can be defined only once in a page, so a widget that has changed needs a fresh one. */
export function reloadWidgets(): Plugin {
  return {
    name: 'reload-widgets',
    handleHotUpdate({ file, server }) {
      if (!/packages\/(sdk|widgets)\/src\//.test(file) || file.endsWith('.stories.ts')) return undefined;
      server.ws.send({ type: 'full-reload' });
      return [];
    },
  };
}
