import type { Plugin } from 'vite';
import { writeManifest } from '../scripts/manifest.ts';

/** Keeps the manifest of the widgets up with their sources: controls and tables come from it. */
export function manifestOfWidgets(): Plugin {
  return {
    name: 'manifest-of-widgets',
    async config() {
      await writeManifest();
    },
    configureServer({ watcher }) {
      watcher.on('change', (file) => {
        if (/packages\/widgets\/src\/.*(?<!\.(test|stories))\.ts$/.test(file)) writeManifest().catch(console.error);
      });
    },
  };
}
