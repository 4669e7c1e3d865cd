import { type BoardPage, createClient } from '@engagement/sdk';

/** The board as the server reads it, for everybody: a client of its own for each request. */
export async function readBoard({ url, key }: { url: string; key: string }): Promise<BoardPage> {
  const client = createClient({ key, host: url, realtime: 'off' });
  try {
    return await client.leaderboards.get('weekly-downloads', { limit: 5 });
  } finally {
    await client.destroy();
  }
}
