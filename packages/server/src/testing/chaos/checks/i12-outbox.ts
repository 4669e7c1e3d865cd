import type { Check } from './check.ts';

const NOBODY = 0;

/** I-12 · every dead letter was told of on its topic, and nothing was told that is not there; what came through the log stands there. */
export const outboxDelivered: Check = {
  id: 'I-12',
  title: 'every dead letter is told of, and none that was undone; every fact that came through the log stands there',
  async check({ observer, shops, facts }) {
    const wrong: string[] = [];
    const published = new Set([...observer.letterTopic.messages.values()].map(({ about }) => about));
    const logged = new Set([...observer.log.messages.values()].map(({ about }) => about));
    for (const tenantId of [NOBODY, ...shops.map((shop) => shop.tenantId)]) {
      for (const { id, reason } of await observer.letters(tenantId)) {
        if (!published.delete(`${tenantId}:${id}`))
          wrong.push(`dead letter ${id} (${reason}) of tenant ${tenantId} was never told of`);
      }
    }
    for (const key of published) wrong.push(`dead letter ${key} was told of, and there is none`);
    for (const observed of shops) {
      for (const { id } of await facts(observed)) {
        const said = observed.shop.history.events.get(id);
        // Who waits for an answer may be recorded without the log.
        const past = said?.waited && !said.logged;
        if (!past && !logged.has(id)) wrong.push(`${id} is stored, and was never in the log`);
      }
    }
    return wrong;
  },
};
