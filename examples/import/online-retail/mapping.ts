import type { ActivityEventInput } from '@engagement/contract';
import { Temporal } from 'temporal-polyfill';
import { OpenPurchases } from './open-purchases.ts';

const SOURCE = 'online-retail';
const ZONE = 'Europe/London';
const CURRENCY = 'GBP';

type Column = 'InvoiceNo' | 'InvoiceDate' | 'CustomerID' | 'Country' | 'Quantity' | 'UnitPrice';
type Invoice = Readonly<Record<Column, string>>;

interface Context {
  id(...parts: readonly string[]): string;
}

interface Skip {
  readonly skip: string;
  readonly detail: string;
}

/** Grows with the purchases that can still be cancelled. The file lists every purchase before the first cancellation. */
const openPurchases = new OpenPurchases();

/** A row of the file: a purchase, or a cancellation that takes back the customer's newest earlier purchases. */
export default function mapInvoice(
  row: Invoice,
  context: Context,
): ActivityEventInput | (ActivityEventInput | Skip)[] | Skip {
  const cancels = row.InvoiceNo.startsWith('C');
  const flaw = flawOf(row, cancels);
  if (flaw) return { skip: flaw, detail: `Invoice ${row.InvoiceNo}: ${row.Quantity} at ${row.UnitPrice} ${CURRENCY}.` };
  return cancels ? refundsOf(row, context) : purchaseOf(row, context);
}

/** Why an invoice is none that a customer paid, if it is none. */
function flawOf({ Quantity, UnitPrice, CustomerID }: Invoice, cancels: boolean): string | undefined {
  if (cancels !== Number(Quantity) < 0)
    return cancels ? 'cancellation-of-nothing' : 'negative-quantity-without-cancellation';
  if (!(Number(UnitPrice) > 0)) return 'price-not-positive';
  if (!/^\d+$/.test(CustomerID)) return 'unknown-customer';
  return penceOf(Quantity, UnitPrice) === 0 ? 'amount-rounds-to-nothing' : undefined;
}

function purchaseOf(row: Invoice, context: Context): ActivityEventInput {
  const local = localTime(row.InvoiceDate);
  // An invoice that was written across two minutes has two rows.
  const id = context.id(row.InvoiceNo, `${local}`);
  const amount = penceOf(row.Quantity, row.UnitPrice);
  const time = instantOf(local);
  openPurchases.add(row.CustomerID, { id, time, remaining: amount });
  return {
    id,
    source: SOURCE,
    type: 'purchase.completed',
    time,
    subject: row.CustomerID,
    data: { amount, currency: CURRENCY, orderId: row.InvoiceNo, properties: { country: row.Country } },
  };
}

/** One refund for each purchase that a cancellation takes back from; what finds no purchase is said. */
function refundsOf(row: Invoice, context: Context): (ActivityEventInput | Skip)[] {
  const local = localTime(row.InvoiceDate);
  const amount = penceOf(row.Quantity, row.UnitPrice);
  const time = instantOf(local);
  const taken = openPurchases.take(row.CustomerID, time, amount);
  const refunds = taken.map((part) => ({
    id: context.id(row.InvoiceNo, `${local}`, part.purchase),
    source: SOURCE,
    type: 'purchase.refunded',
    time,
    subject: row.CustomerID,
    data: { amount: part.amount, currency: CURRENCY, properties: { country: row.Country } },
    reverses: part.purchase,
  }));
  const missing = amount - taken.reduce((sum, part) => sum + part.amount, 0);
  if (missing === 0) return refunds;
  const skip = taken.length > 0 ? 'cancellation-beyond-purchases' : 'cancellation-without-purchase';
  const detail = `${(missing / 100).toFixed(2)} of ${(amount / 100).toFixed(2)} ${CURRENCY} of ${row.InvoiceNo} find no earlier purchase of customer ${row.CustomerID}.`;
  return [...refunds, { skip, detail }];
}

/** Quantity × price without its sign, in exact decimals, rounded half up to pence. */
export function penceOf(quantity: string, price: string): number {
  const [whole = '', decimals = ''] = price.split('.');
  const scale = 10n ** BigInt(decimals.length);
  const units = BigInt(quantity.replace('-', ''));
  return Number((2n * units * BigInt(whole + decimals) * 100n + scale) / (2n * scale));
}

/** `M/D/YYYY H:MM`. */
export function localTime(text: string): Temporal.PlainDateTime {
  const [, month, day, year, hour, minute] = /^(\d+)\/(\d+)\/(\d{4}) (\d+):(\d\d)$/.exec(text) ?? [];
  if (!minute) throw new Error(`${text} is no date and time`);
  return new Temporal.PlainDateTime(Number(year), Number(month), Number(day), Number(hour), Number(minute));
}

/**
 * The shop's clock, in London. Of an hour that comes twice in autumn the first is meant; a time in the hour that spring
 * leaves out is counted on from before it.
 */
export function instantOf(local: Temporal.PlainDateTime): string {
  return local.toZonedDateTime(ZONE, { disambiguation: 'compatible' }).toInstant().toString();
}
