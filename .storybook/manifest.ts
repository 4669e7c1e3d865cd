import text from '../packages/widgets/custom-elements.json?raw';

interface Named {
  name: string;
  description?: string;
  default?: string;
  inheritedFrom?: { name: string };
}

/** What a widget offers to pages. */
export interface Declaration {
  tagName: string;
  attributes: Named[];
  cssParts: Named[];
  cssProperties: Named[];
  cssStates: Named[];
  events: Named[];
  slots: Named[];
}

/** What all widgets offer, as the analyzer wrote it. */
export const manifest: { modules: { declarations: Declaration[] }[] } = JSON.parse(text);

const declarations = manifest.modules.flatMap((module) => module.declarations);

/** The declaration of a tag. @throws when the manifest has none */
export function declarationOf(tag: string): Declaration {
  const found = declarations.find(({ tagName }) => tagName === tag);
  if (!found) throw new Error(`The manifest has no <${tag}>`);
  return found;
}
