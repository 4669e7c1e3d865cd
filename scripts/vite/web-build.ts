import { join } from 'node:path';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { minifyLiterals } from './minify-literals.ts';

export interface WebBuild {
  /** A source file, from the root of the repository. */
  entry: string;
  format: 'es' | 'iife';
  /** Left out: nothing is written. */
  outDir?: string;
  entryFileNames: string;
  external?: string[];
  define?: Record<string, string>;
}

const root = join(import.meta.dirname, '../..');

/** Builds an entry for browsers as it is served: from source, for production, minified. The entry's chunk comes first. */
export async function webBuild(options: WebBuild): Promise<Rolldown.OutputChunk[]> {
  const { entry, format, outDir, entryFileNames, external = [], define } = options;
  const config: InlineConfig = {
    root,
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['source', 'module', 'browser', 'production'] },
    plugins: [minifyLiterals()],
    ...(define && { define }),
    build: {
      target: 'es2022',
      ...(outDir ? { outDir, emptyOutDir: false } : { write: false }),
      modulePreload: false,
      reportCompressedSize: false,
      lib: { entry: join(root, entry), formats: [format], name: 'engagement', fileName: 'entry' },
      rolldownOptions: {
        external,
        preserveEntrySignatures: 'allow-extension', // what extras share with the entry stays in the entry
        output: { minify: true, entryFileNames, chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  };
  const built = await build(config);
  const [bundle] = Array.isArray(built) ? built : [built];
  if (!bundle || !('output' in bundle)) throw new Error(`${entry} was not built`);
  return bundle.output.filter((file) => file.type === 'chunk').sort((a, b) => Number(b.isEntry) - Number(a.isEntry));
}
