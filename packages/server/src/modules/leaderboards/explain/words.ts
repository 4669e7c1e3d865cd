import type { Micros } from '../../../kernel/instant.ts';
import type { BoardView } from '../standings/standings.ts';

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });

/** How numbers and instants of a board are said in plain English. */
export interface Words {
  /** A number of the metric, with its unit. */
  amount(value: number): string;
  /** A score of the board: growth has no unit. */
  score(value: number): string;
  /** Without its unit. */
  number(value: number | bigint): string;
  /** `24 Nov 2026, 10:00:03`, in the tenant's zone; fractions of a second only where there are any. */
  instant(at: Micros): string;
}

export function wordsFor({ board, metric: { unit }, tenant: { zone } }: BoardView): Words {
  const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: zone });
  const plain = (value: number | bigint) => numbers.format(value);
  const amount = unit?.currency ? moneyIn(unit.currency) : plain;
  return {
    number: plain,
    amount,
    score: board.score === 'growth' ? plain : amount,
    instant(at) {
      const second = Math.floor(at / 1_000_000);
      const fraction = `${at - second * 1_000_000}`.padStart(6, '0').replace(/0+$/, '');
      return clock.format(second * 1000) + (fraction && `.${fraction}`);
    },
  };
}

/** Money is kept in minor units, of which each currency has its own number of places. */
function moneyIn(currency: string): (value: number) => string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const { maximumFractionDigits: places = 2 } = format.resolvedOptions();
  return (value) => format.format(value / 10 ** places).replace(/\s/g, ' ');
}

/** `1 event`, `2 events`. */
export function counted(count: number | bigint, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 || count === 1n ? one : many}`;
}
