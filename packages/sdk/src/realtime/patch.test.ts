import type { Entry } from '@engagement/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffRows } from '../testing/diff-rows.ts';
import { entry } from '../testing/test-server.ts';
import { patchPage, patchRows } from './patch.ts';

const rows = fc
  .uniqueArray(fc.record({ id: fc.integer({ min: 0, max: 12 }), score: fc.integer({ min: 0, max: 5 }) }), {
    selector: ({ id }) => id,
    maxLength: 12,
  })
  .map((drawn): Entry[] => drawn.map(({ id, score }, at) => entry(`user-${id}`, at + 1, score)));

test('rows that are patched step by step equal the rows of the server, whatever the steps', () => {
  fc.assert(
    fc.property(rows, fc.array(rows, { maxLength: 20 }), (start, steps) => {
      let server = start;
      let client: Entry[] | null = start;
      for (const next of steps) {
        client = client && patchRows(client, diffRows(server, next));
        server = next;
        expect(client).toEqual(server);
      }
    }),
  );
});

test('a change that would leave a hole does not fit', () => {
  expect(patchRows([entry('ada', 1, 9)], { length: 3, rows: [{ at: 2, entry: entry('eve', 3, 1) }] })).toBeNull();
  expect(patchRows([], { length: 1, rows: [] })).toBeNull();
});

test('the own row is marked by the client, because the message went to everybody', () => {
  const page = { data: [entry('ada', 1, 9)], version: 4, total: 1, me: null } as never;
  const change = { from: 4, version: 5, total: 2, length: 2, rows: [{ at: 1, entry: entry('me', 2, 1) }] } as never;
  expect(patchPage(page, change, 'me')).toMatchObject({ version: 5, total: 2, me: { id: 'me', isMe: true } });
  expect(patchPage(page, { ...(change as object), from: 3 } as never, 'me')).toBeNull();
});
