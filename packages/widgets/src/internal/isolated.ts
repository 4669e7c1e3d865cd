import { html, type TemplateResult } from 'lit';

// Latin figures and units in an Arabic or Hebrew sentence stay whole, and sentences in a row keep their order.

/** A quantity for a sentence, whatever direction each of them has. */
export const isolated = (quantity: string): string => `\u2068${quantity}\u2069`;

/** A sentence apart from its neighbours, with its isolated quantities apart from its words. */
export function apart(sentence: string): TemplateResult {
  const pieces = sentence.split(/[\u2068\u2069]/);
  return html`<bdi>${pieces.map((piece, at) => (at % 2 ? html`<bdi>${piece}</bdi>` : piece))}</bdi>`;
}
