import { createHash, randomBytes } from 'node:crypto';
import type { Asset } from './catalogue.ts';
import { personName } from './people.ts';
import { pick, seededRandom } from './random.ts';

/** Somebody who looks at the shop: a customer who also sells one pattern. */
export interface Visitor {
  /** The user's and the creator's id in the engagement server; public. */
  readonly id: string;
  readonly name: string;
  readonly asset: Asset;
}

const STONES = ['Marble', 'Slate', 'Agate', 'Basalt', 'Opal', 'Jasper', 'Onyx', 'Coral', 'Amber', 'Flint'];
const PLACES = ['Court', 'Harbour', 'Arcade', 'Garden', 'Landing', 'Passage', 'Terrace', 'Quay', 'Orchard', 'Lane'];
const PRICES = [14, 16, 18, 21, 24];

const SECRET = /^[\w-]{32}$/;

/** What the visitor's cookie holds. Whoever has it is that visitor. */
export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** The visitor of a cookie. The public id is a hash, so it does not give the cookie away. */
export function visitorOf(secret: string | undefined): Visitor | null {
  if (secret === undefined || !SECRET.test(secret)) return null;
  const id = `v_${createHash('sha256').update(secret).digest('base64url').slice(0, 16)}`;
  const name = personName(id);
  return { id, name, asset: assetOf(id, name) };
}

function assetOf(creatorId: string, creatorName: string): Asset {
  const random = seededRandom(`asset of ${creatorId}`);
  return {
    id: `a_by_${creatorId}`,
    name: `${pick(STONES, random)} ${pick(PLACES, random)}`,
    creatorId,
    creatorName,
    kind: 'Patterns',
    contents: 'Seamless tiles · 48',
    picture: 'Tiles of quarter discs and engraved arcs',
    image: `/images/tiles/${creatorId}.svg`,
    price: pick(PRICES, random) * 100,
    appeal: 1,
    quality: 4.3,
  };
}
