import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementsOf } from './plugins.mjs';

// Attributes and properties are typed by the class's own fields, and events by its event map, so that nothing is said
// twice. A framework sets `pin-me` as an attribute and `pinMe` as a property: both are allowed.

/** Writes what JSX, Vue and Svelte have to know of the tags. */
export const frameworkTypes = ({ outdir }) => ({
  name: 'framework-types',
  packageLinkPhase({ customElementsManifest }) {
    const elements = elementsOf(customElementsManifest).map(({ element }) => element);
    mkdirSync(outdir, { recursive: true });
    for (const [name, types] of Object.entries({ jsx, vue, svelte })) {
      writeFileSync(join(outdir, `${name}.d.ts`), types(elements.filter(({ tagName }) => tagName)));
      writeFileSync(join(outdir, `${name}.js`), RUNTIME[name] ?? 'export {};\n');
    }
  },
});

/** What there is besides types. */
const RUNTIME = { vue: "export const isEngagementElement = (tag) => tag.startsWith('engagement-');\n" };

const jsx = (elements) => `${head(elements)}import type { HTMLAttributes, RefAttributes } from 'react';

type Tag<Element, Own> = Own & RefAttributes<Element> & Omit<HTMLAttributes<Element>, keyof Own> & { class?: string };

${elements.map((element) => ownProps(element, (event) => `on${event}`)).join('\n')}
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${tags(elements, ({ name }) => `Tag<${name}, ${name}Props>`)}
    }
  }
}
`;

const vue = (elements) => `${head(elements)}import type { HTMLAttributes, ReservedProps } from 'vue';

type Tag<Own> = new () => { $props: Own & ReservedProps & Omit<HTMLAttributes, keyof Own> };

${elements.map((element) => ownProps(element, (event) => `on${pascal(event)}`)).join('\n')}
declare module 'vue' {
  interface GlobalComponents {
${tags(elements, ({ name }) => `Tag<${name}Props>`)}
  }
  /** What goes into a widget's slot. Vue has left the attribute out since it has slots of its own. */
  interface HTMLAttributes {
    slot?: string | undefined;
  }
}

/** For \`compilerOptions.isCustomElement\` of Vue's compiler. */
export declare const isEngagementElement: (tag: string) => boolean;
`;

const svelte = (elements) => `${head(elements)}import type { HTMLAttributes } from 'svelte/elements';

${elements.map((element) => ownProps(element, (event) => `on${event}`)).join('\n')}
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${tags(elements, ({ name }) => `${name}Props & Omit<HTMLAttributes<${name}>, keyof ${name}Props>`)}
  }
}
`;

const head = (elements) => {
  const maps = elements.flatMap(({ events }) => events.map(({ type }) => type.references[0].name));
  return `// Generated from the custom elements manifest.
import type { ${[...new Set([...elements.map(({ name }) => name), ...maps])].sort().join(', ')} } from '../index.js';
`;
};

const tags = (elements, type) =>
  elements.map((element) => `      ${comment(element)}'${element.tagName}': ${type(element)};`).join('\n');

/** The props of one tag: its fields by both names, and its events. */
function ownProps({ name, members, events }, listener) {
  const fields = members.filter(({ kind, readonly }) => kind === 'field' && !readonly);
  const lines = fields.flatMap((field) => {
    const type = `${name}['${field.name}'] | undefined`;
    const names = new Set([field.name, field.attribute ?? field.name]);
    return [...names].map((one) => `  ${comment(field)}'${one}'?: ${type};`);
  });
  for (const event of events) {
    const type = `(event: ${event.type.references[0].name}['${event.name}']) => void`;
    lines.push(`  ${comment(event)}'${listener(event.name)}'?: (${type}) | undefined;`);
  }
  return `interface ${name}Props {\n${lines.join('\n')}\n}\n`;
}

const comment = ({ description }) => (description ? `/** ${description.split('\n')[0]} */\n  ` : '');

const pascal = (name) => name.replace(/(^|-)([a-z])/g, (_, _dash, letter) => letter.toUpperCase());
