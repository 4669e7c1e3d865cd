import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** A block of TypeScript in a page, as a file that can be compiled. */
export interface Snippet {
  /** The page and the line where it begins. */
  place: string;
  code: string;
}

const inFolder = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));

/** The pages that a customer reads. */
const PAGES = [
  'README.md',
  ...inFolder('docs'),
  ...['contract', 'sdk', 'widgets'].map((name) => `packages/${name}/README.md`),
];

/** A part of a document of definitions, such as `boards: […]`. */
const PART_OF_DEFINITIONS = /^(metrics|boards|presets|caps|seasons): /;

/** Every block that is marked as TypeScript. */
export function readSnippets(): Snippet[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code = '', index }) => ({
      place: `${page}:${text.slice(0, index).split('\n').length}`,
      code: PART_OF_DEFINITIONS.test(code)
        ? `import { defineEngagement } from '@engagement/contract';\ndefineEngagement({\n${code.trimEnd().replace(/;$/, '')}\n});`
        : `${code}\nexport {};`,
    }));
  });
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.es2024.string.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ['source'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noUncheckedSideEffectImports: false, // style sheets
  // as the widgets' own sources are compiled
  experimentalDecorators: true,
  useDefineForClassFields: false,
  types: ['node'],
};

/** What the compiler has against them, each with its place. `names` declares what they take as given. */
export function complaintsOf(snippets: readonly Snippet[], names: string): string[] {
  // In the widgets' folder, where the packages find each other by name.
  const virtual = new Map(snippets.map((snippet, at) => [join(root, `packages/widgets/snippet-${at}.ts`), snippet]));
  const files = [...virtual.keys(), names];
  const host = ts.createCompilerHost(OPTIONS);
  const real = { getSourceFile: host.getSourceFile, fileExists: host.fileExists, readFile: host.readFile };
  host.getCurrentDirectory = () => root;
  host.fileExists = (file) => virtual.has(file) || real.fileExists(file);
  host.readFile = (file) => virtual.get(file)?.code ?? real.readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const snippet = virtual.get(file);
    return snippet
      ? ts.createSourceFile(file, snippet.code, version, true)
      : real.getSourceFile(file, version, ...rest);
  };
  const program = ts.createProgram(files, OPTIONS, host);
  return [...virtual].flatMap(([file, { place }]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  });
}
