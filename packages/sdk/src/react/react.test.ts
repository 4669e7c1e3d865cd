import { createElement as h } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { EngagementProvider, useBoard, useEngagement } from './index.ts';

function Page() {
  const auth = useEngagement(({ status }) => status.auth);
  const { status } = useBoard('makers');
  return h('p', null, `${auth} ${status}`);
}

test('On a server it renders what is known at first, with a client and without, and asks for nothing', () => {
  const fetch = () => {
    throw new Error('no request');
  };
  const client = createClient({ key: 'pk_test_1', host: 'http://127.0.0.1:9', fetch });
  expect(renderToString(h(Page))).toBe('<p>anonymous loading</p>');
  expect(renderToString(h(EngagementProvider, { client }, h(Page)))).toBe('<p>anonymous loading</p>');
});
