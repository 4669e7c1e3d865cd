import { boardPage, creators, entry } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import type { EngagementLeaderboard } from '../leaderboard.ts';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Widgets/Leaderboard/Content',
  component: 'engagement-leaderboard',
  tags: ['stable', '!autodocs'],
  parameters: { controls: { disable: true }, client: { still: true } },
};
export default meta;

type Page = NonNullable<EngagementLeaderboard['data']>;

/** A board of exactly these entries. */
function showing(data: Page['data'], board: Partial<Page['board']> = {}, limit = data.length): StoryObj {
  const page = boardPage();
  return {
    render: () =>
      html`<engagement-leaderboard
        limit=${limit}
        .data=${{ ...page, data, total: data.length, board: { ...page.board, ...board } } satisfies Page}
      ></engagement-leaderboard>`,
  };
}

const [first = entry({ id: 'first' })] = creators(1);

export const OneRow: StoryObj = { name: 'One row', ...showing([{ ...first, rank: 1 }]) };

export const HundredRows: StoryObj = {
  name: 'A hundred rows',
  ...showing(
    Array.from({ length: 100 }, (_, at) =>
      entry({ id: `e${at}`, rank: at + 1, name: `Maker ${at + 1}`, score: 10_000 - at * 97, previousRank: at + 1 }),
    ),
  ),
};

export const Ties: StoryObj = showing(
  creators(8).map((one, at) => ({ ...one, rank: at < 4 ? 1 : 5, tied: true, score: at < 4 ? 400 : 120 })),
);

/** A board of profit and loss. */
export const Negative: StoryObj = showing(
  [1200, 340, 0, -15, -2310].map((score, at) => ({ ...first, id: `n${at}`, rank: at + 1, score, tied: false })),
  { name: 'Profit and loss', unit: { label: 'profit', currency: 'EUR' }, scale: 2 },
);

export const Billions: StoryObj = {
  name: '1.2 billion',
  ...showing(
    [1_234_567_890, 987_654_321, 120_000_004].map((score, at) => ({ ...first, id: `b${at}`, rank: at + 1, score })),
  ),
  globals: { width: '320' },
};

export const LongNames: StoryObj = {
  name: 'Names of sixty characters, and of one',
  ...showing(
    [
      'Wolfeschlegelsteinhausenbergerdorff & Töchter, Schriftgießer',
      'Q',
      'Ann-Kathrin Freifrau von und zu Hohenlohe-Waldenburg-Schilling',
      'ليلى عبد الرحمن الحداد',
      'נועה כהן-שפירא',
      '🦊 Mo 🌈',
      'กมลวรรณ ศรีสุวรรณภูมิ',
      null,
    ].map((name, at) => entry({ id: `l${at}`, rank: at + 1, name, score: 900 - at * 31 })),
  ),
  globals: { width: '480' },
};

/** Initials stand in for pictures that are missing or broken. */
export const MissingImages: StoryObj = {
  name: 'Missing images',
  ...showing(creators(5).map((one, at) => ({ ...one, image: at % 2 ? 'data:image/png;base64,broken' : null }))),
};

/** Names come from strangers: they are text, whatever is in them. */
export const UntrustedMarkup: StoryObj = {
  name: 'Untrusted markup',
  ...showing(
    [
      '<b>Bold</b> & "Sons"',
      '<img src=x onerror=alert(1)>',
      '</table><script>alert(1)</script>',
      '{{constructor}}',
    ].map((name, at) => entry({ id: `m${at}`, rank: at + 1, name, score: 80 - at, url: 'javascript:alert(1)' })),
  ),
};
