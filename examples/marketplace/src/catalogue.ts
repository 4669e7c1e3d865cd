/** What a visitor can filter by. */
export const KINDS = ['Patterns', 'Type', 'Icons', '3D', 'Sound'] as const;
export type Kind = (typeof KINDS)[number];

export interface Creator {
  readonly id: string;
  readonly name: string;
  /** The share of the market's sales, beside 1 for a creator of the middle field. */
  readonly sales: number;
}

export interface Asset {
  readonly id: string;
  readonly name: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly kind: Kind;
  /** What is in the box, in a few words. */
  readonly contents: string;
  /** What the picture shows, for those who do not see it. */
  readonly picture: string;
  /** Path on the shop's own origin. */
  readonly image: string;
  /** Minor units of EUR; 0 is free. */
  readonly price: number;
  /** The share of the market's downloads, beside 1 for an asset of the middle field. */
  readonly appeal: number;
  /** The usual number of stars, 1 to 5. */
  readonly quality: number;
}

export const CURRENCY = 'EUR';

export const CREATORS: readonly Creator[] = [
  { id: 'c_kobo', name: 'Studio Kōbō', sales: 1.5 },
  { id: 'c_moyo', name: 'Tendai Moyo', sales: 1 },
  { id: 'c_popescu', name: 'Mirela Popescu', sales: 1.7 },
  { id: 'c_bo', name: 'Bo', sales: 1.25 },
  { id: 'c_brandt', name: 'Ólafur Jónsson Brandt', sales: 0.6 },
  { id: 'c_wasik', name: 'Zofia Wąsik', sales: 1.05 },
  { id: 'c_amrani', name: 'Youssef El-Amrani', sales: 0.7 },
  { id: 'c_minhkhai', name: 'Nguyễn Thị Minh Khai', sales: 1 },
  { id: 'c_hohenlohe', name: 'Maximiliane von Hohenlohe-Waldenburg', sales: 0 },
  { id: 'c_lina', name: 'Li Na', sales: 1 },
  { id: 'c_sorensen', name: 'Atelier Sørensen', sales: 0.95 },
  { id: 'c_raghunathan', name: 'Priya Raghunathan', sales: 0.5 },
];

type Row = [
  name: string,
  creatorId: string,
  kind: Kind,
  contents: string,
  euros: number,
  appeal: number,
  quality: number,
  picture: string,
];

const ROWS: readonly Row[] = [
  ['Quarter Turn', 'c_kobo', 'Patterns', 'Seamless tiles · 48', 18, 1.45, 4.8, 'A maze of quarter circles'],
  ['Contour 40', 'c_moyo', 'Patterns', 'Terrain lines · vector', 24, 1, 4.4, 'Contour lines of a hill'],
  [
    'Ombra Grotesk',
    'c_popescu',
    'Type',
    'Typeface · 14 styles',
    60,
    1.5,
    4.7,
    'The letters R, g and sharp s in a bold grotesque',
  ],
  ['Halfstep 24', 'c_bo', 'Icons', 'Icons · 420', 32, 1.3, 4.6, 'Fifteen line icons on a grid'],
  ['Rain on Tin', 'c_brandt', 'Sound', 'Field recordings · 48', 15, 0.7, 4.1, 'A sound wave'],
  ['Block Party', 'c_wasik', '3D', '3D kit · 96 parts', 28, 1, 4.3, 'A landscape of isometric blocks'],
  ['Newsprint No. 3', 'c_amrani', 'Patterns', 'Halftone textures · 30', 12, 1, 4, 'A sphere in newspaper dots'],
  ['Herbarium', 'c_minhkhai', 'Icons', 'Botanical vectors · 64', 20, 1, 4.5, 'Three pressed plants'],
  ['Weft', 'c_lina', 'Patterns', 'Woven textures · 24', 16, 1, 4.2, 'Ribbons woven over and under'],
  [
    'Module Stencil',
    'c_sorensen',
    'Type',
    'Display face · 3 cuts',
    36,
    0.85,
    4.4,
    'Letters built of squares and quarter circles',
  ],
  ['Tidal Loops', 'c_raghunathan', 'Sound', 'Seamless loops · 36', 22, 0.6, 3.9, 'Waves under a low sun'],
  ['Ledger', 'c_hohenlohe', 'Type', 'Invoice templates · 12', 0, 0.8, 4.2, 'An invoice sheet'],
];

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
const creatorNames = new Map(CREATORS.map((creator) => [creator.id, creator.name]));

export const ASSETS: readonly Asset[] = ROWS.map(
  ([name, creatorId, kind, contents, euros, appeal, quality, picture]) => ({
    id: `a_${slug(name)}`,
    name,
    creatorId,
    creatorName: creatorNames.get(creatorId) ?? creatorId,
    kind,
    contents,
    picture,
    image: `/images/${slug(name)}.svg`,
    price: euros * 100,
    appeal,
    quality,
  }),
);

export const assetsById: ReadonlyMap<string, Asset> = new Map(ASSETS.map((asset) => [asset.id, asset]));
