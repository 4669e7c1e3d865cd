import type { Check, Scene } from './check.ts';

/** I-4 · whoever watches a board sees what a reader is given, whatever happened to the connection meanwhile. */
export const spectatorsFollow: Check = {
  id: 'I-4',
  title: 'every socket that watches shows the page that HTTP gives',
  async check({ shops, spectators }: Scene) {
    const wrong: string[] = [];
    for (const spectator of spectators()) {
      const observed = shops.find(({ shop }) => shop.tenant === spectator.tenant);
      const reply = await observed?.shop.callAt(spectator.url, 'GET /v1/leaderboards/top-sellers/entries?limit=100');
      const [shown, read] = [linesOf(spectator.page), linesOf(reply?.status === 200 ? reply.body : undefined)];
      if (shown !== read)
        wrong.push(
          `a socket at ${spectator.url} of ${spectator.tenant.key} shows ${shown.slice(0, 200)}, and HTTP gives ${read.slice(0, 200)}`,
        );
    }
    return wrong;
  },
};

const linesOf = (page: { data: readonly { rank: number; id: string; score: number }[] } | undefined) =>
  page ? page.data.map(({ rank, id, score }) => `${rank} ${id} ${score}`).join('; ') : 'nothing';
