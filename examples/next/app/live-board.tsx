'use client';

import { type BoardPage, init } from '@engagement/sdk';
import { useEffect } from 'react';

interface Props {
  html: string;
  board: BoardPage;
  url: string;
  publishableKey: string;
}

/**
 * Shows what the server rendered, and lets the widget take it over. React leaves the inside of
 * `dangerouslySetInnerHTML` alone, so nothing is compared and nothing is rendered twice.
 */
export function LiveBoard({ html, board, url, publishableKey }: Props) {
  useEffect(() => {
    // the widget begins with the rows that are on screen, and asks for nothing until they change
    init({ key: publishableKey, host: url, bootstrap: { boards: [{ query: { limit: 5 }, page: board }] } });
    void import('@engagement/widgets/leaderboard');
  }, [board, publishableKey, url]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by our own server
  return <div suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />;
}
