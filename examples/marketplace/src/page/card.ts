import type { Asset } from '../catalogue.ts';
import { price } from '../words.ts';
import { type Html, html } from './html.ts';

export interface Card {
  readonly asset: Asset;
  readonly stars: number | undefined;
  /** The visitor's purchase of it, if they have it. */
  readonly purchaseId: string | null;
}

/** One asset with its picture and what can be done with it. */
export function card({ asset, stars, purchaseId }: Card): Html {
  return html`<li class="asset" data-asset="${asset.id}" data-purchase="${purchaseId ?? ''}">
  <figure><img class="picture" src="${asset.image}" width="400" height="300" alt="${asset.picture}"></figure>
  <h3 class="name" translate="no">${asset.name}</h3>
  <span class="price">${price(asset.price)}</span>
  <span class="by" translate="no">${asset.creatorName}</span>
  <span class="kind">${asset.contents}${stars !== undefined && html` · <span class="stars">${stars.toFixed(1)} of 5</span>`}</span>
  <div class="do">
    <button class="button small" type="button" data-action="download"><span>Download</span><span class="sr"> ${asset.name}</span></button>
    ${
      asset.price > 0 &&
      html`<button class="button small" type="button" data-action="buy"${purchaseId !== null && HIDDEN}>Buy<span class="sr"> ${asset.name}</span></button>
    <button class="button small" type="button" data-action="refund"${purchaseId === null && HIDDEN}>Refund<span class="sr"> ${asset.name}</span></button>`
    }
  </div>
</li>`;
}

const HIDDEN = html` hidden`;
