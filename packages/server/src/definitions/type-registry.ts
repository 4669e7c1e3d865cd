import { ACTIVITY_TYPES, type ActivityTypeDefinition } from '@engagement/contract';
import type { z } from 'zod';
import type { Catalogue } from './catalogue.ts';
import { ownData } from './own-schema.ts';

/** One type of activity, as a tenant's events are judged by it. */
export interface RegisteredType {
  readonly data: z.ZodType;
  readonly reverses: readonly string[];
  /** Browsers may send it. */
  readonly client: boolean;
}

/** The built-in types and those that a tenant registered. */
export class TypeRegistry {
  readonly #own = new Map<string, RegisteredType>();

  constructor(definitions: Iterable<ActivityTypeDefinition>) {
    for (const definition of definitions) this.#own.set(definition.type, registered(definition));
  }

  find(type: string): RegisteredType | undefined {
    return this.#own.get(type) ?? BUILT_IN.get(type);
  }

  /** The types that a type takes back. */
  reverses(type: string): readonly string[] {
    return this.find(type)?.reverses ?? [];
  }
}

const registries = new WeakMap<object, TypeRegistry>();

/** The registry of a catalogue, made once. */
export function typesOf(catalogue: Catalogue): TypeRegistry {
  const known = registries.get(catalogue);
  if (known) return known;
  const made = new TypeRegistry(catalogue.activityTypes.values());
  registries.set(catalogue, made);
  return made;
}

const BUILT_IN = new Map<string, RegisteredType>(
  Object.entries(ACTIVITY_TYPES).map(([type, { data, reverses, client }]) => [
    type,
    { data, reverses: reverses ?? [], client: client ?? false },
  ]),
);

function registered(definition: ActivityTypeDefinition): RegisteredType {
  const builtIn = BUILT_IN.get(definition.type);
  const data = definition.schema ? ownData(definition.schema) : builtIn?.data;
  if (!data) throw new Error(`${definition.type} is not built in, so it needs a schema`);
  return { data, reverses: definition.reverses ?? builtIn?.reverses ?? [], client: definition.client };
}
