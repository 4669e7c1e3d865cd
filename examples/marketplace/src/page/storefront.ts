import { ASSETS, KINDS, type Kind } from '../catalogue.ts';
import type { Order } from '../orders.ts';
import type { Ratings } from '../ratings.ts';
import type { Visitor } from '../visitor.ts';
import { price } from '../words.ts';
import { card } from './card.ts';
import { BOARD_TAGS, type Embed, recipe, scriptTag } from './embed.ts';
import { fourBoards } from './four-boards.ts';
import { type Html, html } from './html.ts';

export interface Storefront {
  readonly visitor: Visitor;
  /** The wanted kind; an unknown one shows all. */
  readonly kind: string | undefined;
  readonly orders: readonly Order[];
  readonly ratings: Ratings;
  readonly embed: Embed;
  readonly now: Date;
}

/** The whole page. */
export function storefront(page: Storefront): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tessera · a market for patterns, type and sound</title>
<link rel="icon" href="/brand.svg" type="image/svg+xml">
<link rel="stylesheet" href="/tessera.css">
<link rel="stylesheet" href="/storefront.css">
<link rel="stylesheet" href="/boards.css">
<script type="module" src="/storefront.js"></script>
${scriptTag(page.embed)}
</head>
<body>
<a class="skip" href="#market">Skip to the market</a>
${header(page.visitor)}
<main class="site-main">
${ownShop(page)}
<div class="store">
${market(page)}
<aside class="rail" id="standings" aria-label="Standings">
${BOARD_TAGS.creators}
${BOARD_TAGS.downloads}
</aside>
</div>
${fourBoards(page)}
${recipe(page.embed)}
</main>
<footer class="site-foot"><p>Tessera is a demonstration. Its people, pictures and sales are made up; its boards are real, and so is what your clicks do to them.</p></footer>
<section class="news" aria-label="What just happened"><div role="status" aria-atomic="false"></div><button class="close" type="button" aria-label="Close"><svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M5 5l10 10M15 5 5 15" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"/></svg></button></section>
</body>
</html>
`.text;
}

const initials = (name: string) =>
  name
    .split(' ')
    .map((word) => [...word][0] ?? '')
    .join('')
    .slice(0, 2);

function header({ name }: Visitor): Html {
  return html`<header class="site">
  <a class="brand" href="/"><svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true"><path fill="currentColor" d="M0 0h11.5v11.5A11.5 11.5 0 0 1 0 0zM12.5 0H24A11.5 11.5 0 0 1 12.5 11.5zM0 24V12.5h11.5V24z"/><path class="accent" d="M12.5 12.5A11.5 11.5 0 0 1 24 24H12.5z"/></svg><span>Tessera</span></a>
  <nav aria-label="Main"><a href="#market">Market</a><a href="#standings">Standings</a><a href="#boards">Four boards</a><a href="#how">How it works</a></nav>
  <p class="account"><span class="who"><span translate="no">${name}</span><span class="you">You</span></span><span class="face" aria-hidden="true">${initials(name)}</span></p>
</header>`;
}

/** The visitor's own asset, with customers at the push of a button. */
function ownShop({ visitor: { asset }, orders }: Storefront): Html {
  const sale = orders.findLast((order) => order.asset.id === asset.id)?.purchaseId ?? null;
  return html`<section class="own" data-asset="${asset.id}" data-purchase="${sale ?? ''}" aria-labelledby="own">
  <div class="content">
    <p class="eyebrow">Your shop · one pattern · ${price(asset.price)}</p>
    <h1 id="own"><span translate="no">${asset.name}</span> is yours to sell</h1>
    <p class="text">Send it a customer and watch the standings. A download moves the pattern, a sale moves your name, a refund takes the sale back.</p>
    <div class="do">
      <button class="button primary" type="button" data-action="buy">Simulate a sale</button>
      <button class="button" type="button" data-action="download">Simulate a download</button>
      <button class="button" type="button" data-action="refund"${sale === null && html` hidden`}>Refund the last sale</button>
    </div>
  </div>
  <div class="media"><img class="picture" src="${asset.image}" width="400" height="300" alt="${asset.picture}"></div>
</section>`;
}

function market({ kind, orders, ratings }: Storefront): Html {
  const chosen = KINDS.find((one) => one === kind);
  const bought = new Map(orders.map(({ asset, purchaseId }) => [asset.id, purchaseId]));
  const assets = ASSETS.filter((asset) => chosen === undefined || asset.kind === chosen);
  return html`<section id="market" aria-labelledby="market-title">
  <div class="lead"><h2 id="market-title">New and noticed</h2>
    <nav class="kinds" aria-label="Kinds">${kindLink(undefined, chosen)}${KINDS.map((one) => kindLink(one, chosen))}</nav></div>
  <ul class="assets">${assets.map((asset) => card({ asset, stars: ratings.stars.get(asset.id), purchaseId: bought.get(asset.id) ?? null }))}</ul>
</section>`;
}

function kindLink(kind: Kind | undefined, chosen: Kind | undefined): Html {
  const href = kind === undefined ? '/#market' : `/?kind=${kind}#market`;
  return html`<a href="${href}"${kind === chosen && html` aria-current="page"`}>${kind ?? 'All'}</a>`;
}
