import { pick, type Random, seededRandom } from './random.ts';

const CELL = 50;
const COLUMNS = 8;
const ROWS = 6;

/** Ground, two colours for quarter discs, one for lines. */
const PALETTES = [
  ['oklch(.955 .010 95)', 'oklch(.47 .075 155)', 'oklch(.25 .03 260)', 'oklch(.47 .075 155)'],
  ['oklch(.85 .125 90)', 'oklch(.25 .03 260)', 'oklch(.66 .12 42)', 'oklch(.25 .03 260)'],
  ['oklch(.82 .055 20)', 'oklch(.47 .08 20)', 'oklch(.955 .010 95)', 'oklch(.47 .08 20)'],
  ['oklch(.42 .07 225)', 'oklch(.80 .055 235)', 'oklch(.85 .125 90)', 'oklch(.80 .055 235)'],
  ['oklch(.80 .055 235)', 'oklch(.25 .03 260)', 'oklch(.955 .010 95)', 'oklch(.42 .07 225)'],
  ['oklch(.25 .03 260)', 'oklch(.66 .12 42)', 'oklch(.955 .010 95)', 'oklch(.80 .055 235)'],
] as const;

interface Corner {
  readonly x: number;
  readonly y: number;
  /** Towards the inside of the cell. */
  readonly right: 1 | -1;
  readonly down: 1 | -1;
}

/** A quarter of a ring around a corner of a cell. */
function arc({ x, y, right, down }: Corner, radius: number): string {
  const sweep = right === down ? 1 : 0;
  return `M${x + right * radius} ${y}A${radius} ${radius} 0 0 ${sweep} ${x} ${y + down * radius}`;
}

const quarterDisc = (corner: Corner) => `${arc(corner, CELL)}L${corner.x} ${corner.y}z`;
const engraved = (corner: Corner) => [1, 2, 3, 4, 5, 6].map((ring) => arc(corner, (ring * CELL) / 6)).join('');

function randomCorner(column: number, row: number, random: Random): Corner {
  const right = random() < 0.5 ? 1 : -1;
  const down = random() < 0.5 ? 1 : -1;
  return { x: (column + (right < 0 ? 1 : 0)) * CELL, y: (row + (down < 0 ? 1 : 0)) * CELL, right, down };
}

/** A pattern of quarter discs and engraved arcs as an SVG document, the same for the same seed. */
export function tileArt(seed: string): string {
  const random = seededRandom(`tiles of ${seed}`);
  const [ground, first, second, line] = pick(PALETTES, random);
  const paths = { first: '', second: '', line: '' };
  for (let cell = 0; cell < COLUMNS * ROWS; cell += 1) {
    const corner = randomCorner(cell % COLUMNS, Math.floor(cell / COLUMNS), random);
    const roll = random();
    if (roll < 0.34) paths.first += quarterDisc(corner);
    else if (roll < 0.5) paths.second += quarterDisc(corner);
    else paths.line += engraved(corner);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300" viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice">
<rect width="400" height="300" fill="${ground}"/>
<path fill="${first}" d="${paths.first}"/>
<path fill="${second}" d="${paths.second}"/>
<path fill="none" stroke="${line}" stroke-width="1.25" d="${paths.line}"/>
</svg>
`;
}
