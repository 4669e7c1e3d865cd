import type { SetAside } from '../activity/dead-letters.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Facts } from '../modules/leaderboards/index.ts';
import type { Core } from './core.ts';
import { setAsideAndTell } from './roles.ts';

/** Events that the server itself has to say. They go through the front door like any other, and may be of any age. */
export function ownFacts(core: Core): Facts {
  return {
    async give(tenant, events) {
      const judged = await core.door.submit(tenant, events, { trust: 'server', anyAge: true });
      const letters = judged.flatMap((acceptance, index): SetAside[] => {
        if ('fact' in acceptance) return [];
        const payload = canonicalJson(events[index]);
        const { detail } = acceptance.rejection;
        const from = { trust: 'server', origin: 'server', offset: null } as const;
        return [{ reason: 'invalid', detail, ...from, payload, fingerprint: payload }];
      });
      if (letters.length > 0) await setAsideAndTell(core, tenant.id, letters);
    },
  };
}
