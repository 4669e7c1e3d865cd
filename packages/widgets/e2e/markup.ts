interface Options {
  head?: string;
  lang?: string;
  dir?: 'ltr' | 'rtl';
}

/** A page with these contents, as a host page would be. */
export function document(body: string, { head = '', lang = 'en', dir = 'ltr' }: Options = {}): string {
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A shop</title>
${head}
<main>${body}</main>`;
}

export const APP = '<script type="module" src="/app/app.js"></script>';

/** A board in each of the shapes that change its height. */
export const BOARDS = [
  'limit="5"',
  'limit="3" heading="Most downloaded" pin-me',
  'limit="4" layout="list" density="compact"',
  'limit="5" around',
  'layout="podium" heading="Most downloaded"',
  'limit="3" heading="Most downloaded" periods="week all-time"',
  'limit="3" expandable',
  'limit="3" heading="Most downloaded" prizes',
]
  .map((attributes) => `<engagement-leaderboard board="weekly-downloads" ${attributes}></engagement-leaderboard>`)
  .join('\n');
