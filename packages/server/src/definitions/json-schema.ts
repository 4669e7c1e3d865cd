import { Definitions } from '@engagement/contract';
import { z } from 'zod';

/** The JSON Schema of a definitions file, for editors and for those who write one by hand. */
export const definitionsSchema: Record<string, unknown> = {
  ...z.toJSONSchema(Definitions, { io: 'input' }),
  title: 'Engagement definitions',
};
