import { type FactRow, isOwn } from '../observer.ts';
import type { ShopEvent } from '../story.ts';
import type { Check } from './check.ts';

/** I-1 · acked ⊆ stored ⊆ attempted, each once, with the content that was said; prizes, which the server says, aside. */
export const storedOnce: Check = {
  id: 'I-1',
  title: 'acknowledged ⊆ stored ⊆ attempted, each once and word for word',
  async check({ shops, facts }) {
    const wrong: string[] = [];
    for (const observed of shops) {
      const { shop } = observed;
      const stored = new Map<string, FactRow>();
      for (const fact of await facts(observed)) {
        if (stored.has(fact.id)) wrong.push(`${fact.id} is stored twice`);
        stored.set(fact.id, fact);
        if (isOwn(fact)) continue;
        const said = shop.history.events.get(fact.id);
        if (!said) wrong.push(`${fact.id} is stored, and nobody said it`);
        else if (said.fate !== 'recorded') wrong.push(`${fact.id} is stored, and should be ${said.fate}`);
        else if (contentOf(said.event) !== storedContent(fact)) wrong.push(`${fact.id} is stored with other content`);
      }
      for (const { event, fate, acked } of shop.history.events.values()) {
        if (acked && fate === 'recorded' && !stored.has(event.id))
          wrong.push(`${event.id} was acknowledged, and is lost`);
      }
    }
    return wrong;
  },
};

const contentOf = ({ type, time, subject, data, reverses }: ShopEvent) =>
  JSON.stringify([type, new Date(time).toISOString(), subject ?? null, sorted(data), reverses ?? null]);

const storedContent = ({ type, time, subject, data, reverses_id }: FactRow) =>
  JSON.stringify([type, time.toISOString(), subject, sorted(data), reverses_id]);

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? value
    : Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [key, sorted(each)]);
