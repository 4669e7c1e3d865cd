import type { Standings } from './standings.ts';

/** A sealed season is read from its archive, every other period from the numbers as they are now. */
export function chooseStandings(live: Standings, archive: Standings): Standings {
  return { read: (view, ...asked) => (view.sealed ? archive : live).read(view, ...asked) };
}
