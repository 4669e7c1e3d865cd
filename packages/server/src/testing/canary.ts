import { randomUUID } from 'node:crypto';

/** A text that occurs nowhere else: where it shows up, data of its owner has come through. */
export function canary(owner: string): string {
  return `canary-${owner}-${randomUUID()}`;
}

/** The canaries that a reply lets out, in its body or its headers. */
export async function leaked(response: Response, canaries: readonly string[]): Promise<string[]> {
  const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
  return canaries.filter((bird) => text.includes(bird));
}
