import { readFile } from 'node:fs/promises';

/** A purchase, and what of it no cancellation takes back. */
export interface Purchase {
  readonly invoice: string;
  readonly customer: string;
  readonly country: string;
  readonly month: string;
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly amount: bigint;
  stands: bigint;
}

export interface Reading {
  readonly purchases: Purchase[];
  refunds: number;
  readonly skipped: Record<string, number>;
  missing: bigint;
}

/** Reads the invoices plainly, with nothing in common with the mapping, the calendar or the fold. */
export async function readPlainly(file: string): Promise<Reading> {
  const text = await readFile(file, 'latin1');
  const reading: Reading = { purchases: [], refunds: 0, skipped: {}, missing: 0n };
  const cancellations: { customer: string; minute: number; amount: bigint }[] = [];
  for (const line of text.split('\r\n').slice(1).filter(Boolean)) {
    const [number = '', date = '', customer = '', country = '', quantity = '', price = ''] = line.split(',');
    const skip = (reason: string) => (reading.skipped[reason] = (reading.skipped[reason] ?? 0) + 1);
    if (quantity[0] === '-' && number[0] !== 'C') skip('negative-quantity-without-cancellation');
    else if (/^0?\.?0*$/.test(price)) skip('price-not-positive');
    else if (customer === '(blank)') skip('unknown-customer');
    else {
      const { month, minute } = readDate(date);
      const amount = readAmount(quantity, price);
      if (number[0] === 'C') cancellations.push({ customer, minute, amount });
      else reading.purchases.push({ invoice: number, customer, country, month, minute, amount, stands: amount });
    }
  }
  for (const cancellation of cancellations) takeBack(reading, cancellation);
  return reading;
}

/** London was an hour ahead of UTC from 27 March 2011, 1:00 UTC, to the end of the file; before, it was not. */
function readDate(text: string): { month: string; minute: number } {
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
  const local = Date.UTC(year, month - 1, day, hour, minute) / 60_000;
  const summer = local >= Date.UTC(2011, 2, 27, 2) / 60_000;
  return { month: `${year}-${month < 10 ? '0' : ''}${month}`, minute: summer ? local - 60 : local };
}

/** In pence, by way of millionths of a pound. */
function readAmount(quantity: string, price: string): bigint {
  const [pounds = '0', rest = ''] = price.split('.');
  const millionths = BigInt(pounds) * 1_000_000n + BigInt(rest.padEnd(6, '0'));
  const total = BigInt(quantity.replace('-', '')) * millionths;
  return total / 10_000n + (total % 10_000n >= 5_000n ? 1n : 0n);
}

function takeBack(
  reading: Reading,
  { customer, minute, amount }: { customer: string; minute: number; amount: bigint },
) {
  let left = amount;
  while (left > 0n) {
    let newest: Purchase | undefined;
    for (const purchase of reading.purchases) {
      if (purchase.customer !== customer || purchase.stands === 0n || purchase.minute >= minute) continue;
      if (!newest || purchase.minute >= newest.minute) newest = purchase;
    }
    if (!newest) break;
    const part = left < newest.stands ? left : newest.stands;
    newest.stands -= part;
    left -= part;
    reading.refunds += 1;
  }
  if (left === 0n) return;
  const reason = left === amount ? 'cancellation-without-purchase' : 'cancellation-beyond-purchases';
  reading.skipped[reason] = (reading.skipped[reason] ?? 0) + 1;
  reading.missing += left;
}
