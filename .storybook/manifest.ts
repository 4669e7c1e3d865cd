import manifest from '../packages/widgets/custom-elements.json' with { type: 'json' };

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

const declarations = (manifest as unknown as { modules: { declarations: Declaration[] }[] }).modules.flatMap(
  (module) => module.declarations,
);

/** The declaration of a tag. @throws when the manifest has none */
export function declarationOf(tag: string): Declaration {
  const found = declarations.find(({ tagName }) => tagName === tag);
  if (!found) throw new Error(`The manifest has no <${tag}>`);
  return found;
}
