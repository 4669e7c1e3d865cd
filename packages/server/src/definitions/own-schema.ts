import { Properties, utf8Length } from '@engagement/contract';
import { z } from 'zod';
import { type JsonFault, pointerStep } from '../kernel/json-fault.ts';

type Schema = Readonly<Record<string, unknown>>;

const MAX_SCHEMA_BYTES = 16 * 1024;
const MAX_SCHEMA_DEPTH = 16;

const ANNOTATIONS = ['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated'];

/** What the outermost schema may say: it lists fields, so that a field which is not listed is unknown. */
const OUTERMOST = new Set([...ANNOTATIONS, 'type', 'properties', 'required', 'additionalProperties']);

/** Each of these is judged in time that grows with the value and not faster; so none is a regular expression or `$ref`. */
const ANYWHERE = new Set([
  ...OUTERMOST,
  ...['enum', 'const', 'anyOf', 'oneOf', 'allOf'],
  ...['minProperties', 'maxProperties', 'propertyNames'],
  ...['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  ...['minLength', 'maxLength', 'format', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
]);

const INSTEAD: Readonly<Record<string, string>> = {
  pattern: 'regular expressions are not allowed; use enum, const, minLength or maxLength',
  patternProperties: 'regular expressions are not allowed; list the fields in properties',
  $ref: 'references are not allowed; write the schema out in place',
};

const HOLDS_SCHEMA = ['items', 'contains', 'propertyNames', 'additionalProperties'];
const HOLDS_LIST = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];

/** What is wrong with a tenant's JSON Schema of `data`, by JSON Pointer; the empty list when it can be used. */
export function schemaFaults(schema: Schema): JsonFault[] {
  if (utf8Length(JSON.stringify(schema)) > MAX_SCHEMA_BYTES) {
    return [{ pointer: '', message: `The schema must be at most ${MAX_SCHEMA_BYTES / 1024} kB of JSON` }];
  }
  const faults = [...outermostFaults(schema), ...faultsIn(schema, '', 1)];
  if (faults.length > 0) return faults;
  try {
    ownData(schema);
    return [];
  } catch (error) {
    return [{ pointer: '', message: error instanceof Error ? error.message : 'The schema is not valid' }];
  }
}

/** Judges `data` by a schema without faults, as strictly as a built-in type, and with the same `properties` beside it. */
export function ownData(schema: Schema): z.ZodType {
  const fields = z.fromJSONSchema({ ...schema, additionalProperties: false } as z.core.JSONSchema.JSONSchema);
  if (!(fields instanceof z.ZodObject)) throw new Error('The schema must be of an object');
  return fields.extend({ properties: Properties.optional() });
}

function outermostFaults({ type, properties = {}, required = [], additionalProperties, ...rest }: Schema): JsonFault[] {
  if (type !== 'object') return [{ pointer: '/type', message: 'data is an object: the type must be "object"' }];
  const faults: JsonFault[] = [];
  const complain = (pointer: string, message: string) => faults.push({ pointer, message });
  if (additionalProperties !== undefined && additionalProperties !== false) {
    complain('/additionalProperties', 'Unknown fields are refused; free fields have their place in data.properties');
  }
  if (!isSchema(properties)) complain('/properties', 'must be an object of schemas');
  else if (Object.hasOwn(properties, 'properties')) {
    complain('/properties/properties', 'data.properties is there for every type: a flat free map');
  }
  if (!Array.isArray(required)) complain('/required', 'must be a list of names');
  else if (isSchema(properties)) {
    for (const [index, name] of required.entries()) {
      if (!Object.hasOwn(properties, `${name}`)) complain(`/required/${index}`, `There is no field ${name}`);
    }
  }
  for (const keyword of Object.keys(rest)) {
    if (ANYWHERE.has(keyword) && !OUTERMOST.has(keyword)) {
      complain(pointerStep(keyword), `${keyword} is for fields: list these in properties and required`);
    }
  }
  return faults;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function faultsIn(schema: unknown, pointer: string, depth: number): JsonFault[] {
  if (typeof schema === 'boolean') return [];
  if (!isSchema(schema)) return [{ pointer, message: 'must be a schema' }];
  if (depth > MAX_SCHEMA_DEPTH) return [{ pointer, message: `is nested more than ${MAX_SCHEMA_DEPTH} levels deep` }];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const place = pointer + pointerStep(keyword);
    if (!ANYWHERE.has(keyword)) return [{ pointer: place, message: refusalOf(keyword) }];
    // Each type of a list is a schema of its own: repeated at every level they would multiply.
    if (keyword === 'type' && Array.isArray(value) && new Set(value).size < value.length) {
      return [{ pointer: place, message: 'must not name a type twice' }];
    }
    if (HOLDS_SCHEMA.includes(keyword)) return faultsIn(value, place, depth + 1);
    const inner = keyword === 'properties' || HOLDS_LIST.includes(keyword) ? Object.entries(value ?? {}) : [];
    return inner.flatMap(([name, each]) => faultsIn(each, place + pointerStep(name), depth + 1));
  });
}

const refusalOf = (keyword: string) =>
  `${keyword} cannot be used here${INSTEAD[keyword] ? `: ${INSTEAD[keyword]}` : ''}`;
