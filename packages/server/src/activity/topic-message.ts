import type { IHeaders, KafkaMessage } from 'kafkajs';

const MAX_MESSAGE = 1024 * 1024;

/** What a message says, or why nothing can be made of it. */
export type Reading =
  | {
      readonly event: unknown;
      /** It was put together from headers and value. */
      readonly assembled: boolean;
    }
  | { readonly problem: string };

/** A CloudEvent, structured (the value is the event) or binary (attributes in `ce_` headers, the value is `data`). */
export function readMessage({ value, headers = {} }: Pick<KafkaMessage, 'value' | 'headers'>): Reading {
  if (value === null) return { problem: 'The message is empty (a tombstone)' };
  if (value.length > MAX_MESSAGE) return { problem: `The message is larger than ${MAX_MESSAGE} bytes` };
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(value));
    const assembled = isBinary(headers);
    return { event: assembled ? { ...attributesOf(headers), data: body } : body, assembled };
  } catch {
    return { problem: 'The message is not JSON in UTF-8' };
  }
}

const isBinary = (headers: IHeaders) => Object.keys(headers).some((name) => name.toLowerCase() === 'ce_type');

function attributesOf(headers: IHeaders): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (/^ce_/i.test(name) && value !== undefined) attributes[name.slice(3).toLowerCase()] = `${value}`;
  }
  return attributes;
}
