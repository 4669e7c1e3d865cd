/** Name of the module with everything else, relative to this script; put in by the build. */
declare const CORE: string;

// Only a classic script knows which tag it came from. It reads that and hands over to modules.
const script = document.currentScript as HTMLScriptElement;
import(/* @vite-ignore */ new URL(CORE, script.src).href).then(
  (core: typeof import('./core.ts')) => core.start(script),
  (error: unknown) =>
    console.error(
      `[engagement] The widgets did not load. (script-missing) ${new URL('/docs/errors#script-missing', script.src)}`,
      error,
    ),
);
