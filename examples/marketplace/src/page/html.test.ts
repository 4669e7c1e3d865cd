import { expect, test } from 'vitest';
import { html } from './html.ts';

test('a value is text, in content and in attributes, whatever it holds', () => {
  expect(html`<b title="${`"'`}">${'<script>&'}</b>`.text).toBe('<b title="&quot;&#39;">&lt;script&gt;&amp;</b>');
});

test('templates and lists of templates nest', () => {
  expect(html`<ul>${[1, 2].map((n) => html`<li>${n}</li>`)}${false}${null}</ul>`.text).toBe(
    '<ul><li>1</li><li>2</li></ul>',
  );
});
