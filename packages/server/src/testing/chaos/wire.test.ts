import { expect, test } from 'vitest';
import { KAFKA_REQUESTS, KafkaWire, PostgresWire } from './wire.ts';

function request(kind: number, correlation: number): Buffer {
  const body = Buffer.alloc(10);
  body.writeInt16BE(kind, 0);
  body.writeInt32BE(correlation, 4);
  return framed(body);
}

function answer(correlation: number): Buffer {
  const body = Buffer.alloc(6);
  body.writeInt32BE(correlation, 0);
  return framed(body);
}

function framed(body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeInt32BE(body.length);
  return Buffer.concat([head, body]);
}

test('requests of one kind are lost, however the stream is cut; the others arrive whole', () => {
  const wire = new KafkaWire();
  wire.loseRequests('commitOffsets');
  const frames = [request(1, 1), request(KAFKA_REQUESTS.commitOffsets, 2), request(12, 3)];
  for (const size of [1, 5, 17, 1000]) {
    const { request: pass } = wire.inspector();
    const stream = Buffer.concat(frames);
    const passed: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) passed.push(pass!(stream.subarray(at, at + size)));
    expect(Buffer.concat(passed)).toEqual(Buffer.concat([frames[0]!, frames[2]!]));
  }
  expect(wire.lost).toBe(4);
});

test('answers to one kind of request are lost, and nothing after they are restored', () => {
  const wire = new KafkaWire();
  const { request: ask, reply } = wire.inspector();
  wire.loseReplies('produce');
  ask!(request(KAFKA_REQUESTS.produce, 7));
  ask!(request(1, 8));
  expect(reply!(Buffer.concat([answer(7), answer(8)]))).toEqual(answer(8));
  wire.restore();
  ask!(request(KAFKA_REQUESTS.produce, 9));
  expect(reply!(answer(9))).toEqual(answer(9));
});

test('the news of a commit is lost with its connection, and other answers are not', () => {
  const wire = new PostgresWire();
  const { reply } = wire.inspector();
  const committed = Buffer.from('C\0\0\0\x0bCOMMIT\0Z\0\0\0\x05I', 'latin1');
  const selected = Buffer.from('C\0\0\0\x0dSELECT 1\0', 'latin1');
  wire.loseCommits(() => true);
  expect(reply!(selected)).toEqual(selected);
  expect(reply!(committed)).toBe(null);
  wire.restore();
  expect(reply!(committed)).toEqual(committed);
  expect([wire.commits, wire.lostCommits]).toEqual([2, 1]);
});
