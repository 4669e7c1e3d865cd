import '@engagement/widgets/leaderboard';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
const data = { board: { key: 'm', name: 'Makers', subject: 'creator', score: 'total', direction: 'descending', ranks: 'competition', windows: ['week'], segments: [], unit: { label: 'sales', currency: null }, scale: 0 }, period: { key: '2026-W47', window: 'week', start: null, end: null, label: 'Week 47', sealed: false }, segment: null, me: null, total: 1, version: 1, nextCursor: null, data: [{id:'p', name:'P', score: 3, rank:1, previousRank:null, image:null,url:null,tied:false,isMe:false}] };
console.log(await collectResult(render(html`<engagement-leaderboard board="most-downloaded" limit="5" .data=${data}></engagement-leaderboard>`)));
