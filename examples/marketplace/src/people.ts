import { pick, seededRandom } from './random.ts';

const GIVEN = [
  'Amara', 'Inês', 'Jonas', 'Keiko', 'Lucía', 'Mateus', 'Noor', 'Oskar', 'Paulina', 'Rafael', 'Saoirse', 'Tomás',
  'Uma', 'Viktor', 'Wanjiru', 'Yara', 'Anouk', 'Beatriz', 'Carlos', 'Dilnoza', 'Elif', 'Farid', 'Giulia', 'Hana',
] as const; // biome-ignore format: a table of names

const FAMILY = [
  'Okonkwo', 'Duarte', 'Lindqvist', 'Tanaka', 'Serrano', 'Almeida', 'Haddad', 'Nowak', 'Castellanos', 'Murphy',
  'Ferreira', 'Kaplan', 'Novák', 'Mwangi', 'Bakker', 'Yıldız', 'Rossi', 'Kimura', 'Petrov', 'Olsen', 'Silva', 'Costa',
] as const; // biome-ignore format: a table of names

/** A name for a person, the same for the same seed. */
export function personName(seed: string): string {
  const random = seededRandom(`name of ${seed}`);
  return `${pick(GIVEN, random)} ${pick(FAMILY, random)}`;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
}

/** The people who fill the market with life. */
export const CUSTOMERS: readonly Customer[] = Array.from({ length: 48 }, (_, index) => {
  const id = `u_${String(index + 1).padStart(2, '0')}`;
  return { id, name: personName(id) };
});
