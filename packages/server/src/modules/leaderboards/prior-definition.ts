import { createHash } from 'node:crypto';
import type { StoredMetric } from '../../definitions/catalogue.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';

/** Stands for all of a metric's definition that its total of all time depends on. */
export function definitionOf({ subject, sources, fold, scale, unit }: StoredMetric): string {
  const text = canonicalJson({ subject, sources, fold, scale, currency: unit?.currency ?? null });
  return createHash('sha256').update(text).digest('base64url');
}
