import { Definitions } from '@engagement/contract';
import { expect, test } from 'vitest';
import definitions from './definitions.ts';

test('the definitions are a document that the engagement server takes', () => {
  expect(Definitions.safeParse(definitions).error).toBeUndefined();
});

test('every board stands on a metric of the document', () => {
  const { metrics, boards } = Definitions.parse(definitions);
  const keys = metrics.map(({ key }) => key);
  for (const board of boards) expect(keys).toContain(board.metric);
});
