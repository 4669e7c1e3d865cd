// What the analyzer does not know about this code: where tags, events and built files are.

/** The tag of a class, as its file declares it for `document.querySelector`. */
export const tagNames = () => ({
  name: 'tag-names',
  analyzePhase({ ts, node, moduleDoc }) {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'HTMLElementTagNameMap') return;
    for (const { name, type } of node.members) {
      const element = moduleDoc.declarations?.find((one) => one.name === type.getText());
      if (element) Object.assign(element, { tagName: name.text, customElement: true });
    }
  },
});

/** The events of an element: the members of the one exported `…EventMap` of its folder. */
export const eventMaps = () => {
  const events = new Map();
  return {
    name: 'event-maps',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isInterfaceDeclaration(node) || !node.name.text.endsWith('EventMap')) return;
      events.set(
        folderOf(moduleDoc.path),
        node.members.map((member) => ({
          name: member.name.text,
          type: {
            text: member.type.getText().replace(/\s+/g, ' '),
            references: [{ name: node.name.text, module: moduleDoc.path }],
          },
          description: ts.getTextOfJSDocComment(member.jsDoc?.at(-1)?.comment) ?? '',
        })),
      );
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { path, element } of elementsOf(customElementsManifest)) {
        element.events = events.get(folderOf(path)) ?? [];
      }
    },
  };
};

/** What is private, protected or static is not for pages. */
export const publicOnly = () => ({
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const { element } of elementsOf(customElementsManifest)) {
      const hidden = (member) => member.static || (member.privacy && member.privacy !== 'public');
      const names = new Set(element.members?.filter(hidden).map(({ name }) => name));
      element.members = element.members?.filter((member) => !hidden(member));
      element.attributes = element.attributes?.filter(({ fieldName }) => !names.has(fieldName));
    }
  },
});

/** Nobody has the sources: modules are told as they are published. */
export const builtModules = () => ({
  name: 'built-modules',
  packageLinkPhase({ customElementsManifest }) {
    const built = (path) => path.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js');
    const visit = (value) => {
      if (!value || typeof value !== 'object') return;
      for (const [key, inner] of Object.entries(value)) {
        if ((key === 'path' || key === 'module') && typeof inner === 'string') value[key] = built(inner);
        else visit(inner);
      }
    };
    visit(customElementsManifest);
    const hasTag = ({ declarations }) => declarations.some(({ tagName }) => tagName);
    customElementsManifest.modules = customElementsManifest.modules.filter(hasTag);
  },
});

const folderOf = (path) => path.slice(0, path.lastIndexOf('/'));

/** Classes that pages can use, with the module that has each. */
export function elementsOf({ modules }) {
  return modules.flatMap(({ path, declarations = [] }) =>
    declarations.filter(({ customElement }) => customElement).map((element) => ({ path, element })),
  );
}
