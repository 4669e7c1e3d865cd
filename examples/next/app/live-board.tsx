'use client';

import { type BoardPage, init } from '@engagement/sdk';
import { useEffect, useRef } from 'react';

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
export function LiveBoard({ html, url, publishableKey }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    init({ key: publishableKey, host: url });
    void import('@engagement/widgets/leaderboard');
  }, [publishableKey, url]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by our own server
  return <div ref={place} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: html }} />;
}
