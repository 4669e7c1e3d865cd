import { idOf } from '../observer.ts';
import type { Check } from './check.ts';

const NOBODY = 0;

/** I-12 · every dead letter was told of on its topic, and nothing was told that is not there; every fact stands in the log. */
export const outboxDelivered: Check = {
  id: 'I-12',
  title: 'every committed outbox row is published, and nothing of a transaction that was undone',
  async check({ observer, shops }) {
    const wrong: string[] = [];
    const published = new Map([...observer.letterTopic.messages.values()].map(({ key, value }) => [key, value ?? '']));
    const logged = new Set([...observer.log.messages.values()].flatMap(({ value }) => idOf(value)));
    for (const tenantId of [NOBODY, ...shops.map((shop) => shop.tenantId)]) {
      for (const { id, reason } of await observer.letters(tenantId)) {
        if (!published.delete(`${tenantId}:${id}`))
          wrong.push(`dead letter ${id} (${reason}) of tenant ${tenantId} was never told of`);
      }
    }
    for (const key of published.keys()) wrong.push(`dead letter ${key} was told of, and there is none`);
    for (const { tenantId } of shops) {
      for (const { id } of await observer.facts(tenantId)) {
        if (!logged.has(id)) wrong.push(`${id} is stored, and was never in the log`);
      }
    }
    return wrong;
  },
};
