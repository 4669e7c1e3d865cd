import type { Fact } from './fact.ts';

/** Reads `subject`, `source`, `data.<field>` or `data.<field>.<name>` of a fact; undefined when it is not there. */
export function fieldReader(field: string): (fact: Fact) => unknown {
  if (field === 'subject') return (fact) => fact.subject;
  if (field === 'source') return (fact) => fact.source;
  const [, first = '', second] = field.split('.');
  if (second === undefined) return (fact) => own(fact.data, first);
  return (fact) => own(own(fact.data, first), second);
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
