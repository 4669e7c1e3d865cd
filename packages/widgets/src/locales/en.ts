import { enFirst } from './en-first.ts';
import { enLater } from './en-later.ts';
import { enWhy } from './en-why.ts';
import type { Terms } from './terms.ts';

export const en: Terms = { ...enFirst, ...enLater, ...enWhy };
