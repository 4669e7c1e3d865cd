import { readBoard } from './board';
import { LiveBoard } from './live-board';
import { renderBoard } from './render-board';

export const dynamic = 'force-dynamic';

export default async function Page() {
  const url = process.env.ENGAGEMENT_URL ?? 'http://127.0.0.1:4000';
  const key = process.env.ENGAGEMENT_KEY ?? '';
  const board = await readBoard({ url, key });
  return (
    <main>
      <LiveBoard html={await renderBoard(board)} board={board} url={url} publishableKey={key} />
    </main>
  );
}
