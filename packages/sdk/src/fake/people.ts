import { hash, pick, randomFrom } from './random.ts';

export interface Person {
  id: string;
  name: string | null;
  image: string | null;
  url: string | null;
}

/** The first of a board of creators: long and short ones, and letters that need an accent. */
export const LEADERS = [
  'Mirela Popescu',
  'Studio Kōbō',
  'Li Na',
  'Ólafur Jónsson Brandt',
  'Tendai Moyo',
  'Maximiliane von Hohenlohe-Waldenburg',
  'Bo',
  'Nguyễn Thị Minh Khai',
  'Youssef El-Amrani',
  'Zofia Wąsik',
];

/** Whatever a page has to bear. */
const EXTREMES: (string | null)[] = [
  'Wolfeschlegelsteinhausenbergerdorff & Töchter, Schriftgießerei',
  'Q',
  'ليلى عبد الرحمن الحداد',
  '<b>Bold</b> & "Sons"',
  '🦊 Mo 🌈',
  'נועה כהן-שפירא',
  null,
  '<img src=x onerror=alert(1)>',
  '李',
  'กมลวรรณ ศรีสุวรรณภูมิ',
  'A\u0301e\u0301 Zalgo\u0337\u0322\u035c',
  '👩🏽‍🎨👨‍👩‍👧‍👦',
];

const ASSETS = [
  'Contour 40',
  'Block Party',
  'Rain on Tin',
  'Halfstep 24',
  'Herbarium',
  'Ombra Grotesk',
  'Tidal Loops',
  'Newsprint No. 3',
  'Weft',
  'Quarter Turn',
];

const FIRST = 'Adaeze Bram Chiara Dmitri Elif Farid Greta Hiroshi Ines Jonas Kavya Luca Maryam Nils Oona Priya'.split(
  ' ',
);
const LAST = 'Abara Bergström Castillo Demir Eriksen Fontaine Grabowski Haddad Ito Jansen Kumar Lindqvist'.split(' ');

/** Somebody who has neither been named nor pictured, as many are. */
export const nobody = (id: string): Person => ({ id, name: null, image: null, url: null });

export const READER: Person = { ...nobody('amara'), name: 'Amara Okonkwo' };

/** The one at this place of a board; the same for the same seed. */
export function personAt(place: number, { seed, subject, extremes }: PersonOptions): Person {
  const id = `${subject}-${place + 1}`;
  const random = randomFrom(`${seed} ${id}`);
  const made = `${FIRST[pick(random, FIRST.length)]} ${LAST[pick(random, LAST.length)]}`;
  const known = extremes ? EXTREMES[place % (EXTREMES.length + 4)] : undefined;
  const leaders = subject === 'asset' ? ASSETS : LEADERS;
  const name = known === undefined ? (leaders[place] ?? made) : known;
  const image = random() < 0.35 ? picture(id) : null;
  return {
    id,
    name,
    image: extremes && place % 7 === 3 ? 'data:image/png;base64,broken' : image,
    url: `https://shop.example/${subject}s/${place + 1}`,
  };
}

export interface PersonOptions {
  seed: number;
  subject: string;
  extremes: boolean;
}

/** A small drawing that needs no network. */
function picture(id: string): string {
  const hue = hash(id) % 360;
  const shapes = `<path fill="hsl(${hue} 45% 82%)" d="M0 0h40v40H0z"/><circle cx="20" cy="16" r="8" fill="hsl(${hue} 40% 40%)"/><path fill="hsl(${hue} 40% 40%)" d="M4 44a16 16 0 0 1 32 0z"/>`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">${shapes}</svg>`)}`;
}
