import type { Micros } from '../../../../kernel/instant.ts';

/** An entry, or null for a subject that has none. */
export interface Row {
  readonly id: string;
  readonly entry: { readonly score: string | bigint; readonly reachedAt: Micros } | null;
}

type Direction = 'ascending' | 'descending';

const TIME_BYTES = 8;
const HALF = 2 ** 31;
const WHOLE = 2 ** 32;
const LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/** A score as Redis keeps it, lower is better. @throws RangeError when a double cannot hold it exactly */
export function encodeScore(score: string | bigint, direction: Direction): string {
  const integer = BigInt(score);
  if (integer > LIMIT || integer < -LIMIT) throw new RangeError(`The score ${score} is 2^53 or more.`);
  return `${direction === 'descending' ? -integer : integer}`;
}

/** A score that Redis gave, as an integer again. */
export function decodeScore(kept: string, direction: Direction): string {
  const integer = BigInt(kept);
  return `${direction === 'descending' ? -integer : integer}`;
}

/** Eight bytes whose order is that of the instants, also before 1970. */
function writeTime(into: Buffer, at: number, micros: Micros): number {
  const high = Math.floor(micros / WHOLE);
  into.writeUInt32BE(high + HALF, at);
  return into.writeUInt32BE(micros - high * WHOLE, at + 4);
}

/** What stands for an entry in Redis: among equal scores its bytes are in the board's order. */
export function memberOf(reachedAt: Micros, id: string): Buffer {
  const member = Buffer.allocUnsafe(TIME_BYTES + Buffer.byteLength(id));
  member.write(id, writeTime(member, 0, reachedAt));
  return member;
}

export function readMember(member: Buffer): { reachedAt: Micros; id: string } {
  const reachedAt = (member.readUInt32BE(0) - HALF) * WHOLE + member.readUInt32BE(4);
  return { reachedAt, id: member.toString('utf8', TIME_BYTES) };
}

/** Rows as the scripts unpack them: score, time and id, each text after its length; no score for who has no entry. */
export function encodeRows(rows: readonly Row[], direction: Direction): Buffer {
  let size = 0;
  for (const { id } of rows) size += 1 + 17 + TIME_BYTES + 2 + id.length * 3;
  const packed = Buffer.allocUnsafe(size);
  let at = 0;
  for (const { id, entry } of rows) {
    const score = entry ? encodeScore(entry.score, direction) : '';
    at = packed.writeUInt8(score.length, at);
    at += packed.write(score, at, 'latin1');
    at = writeTime(packed, at, entry?.reachedAt ?? 0);
    const length = packed.write(id, at + 2);
    packed.writeUInt16BE(length, at);
    at += 2 + length;
  }
  return packed.subarray(0, at);
}
