import type { FakeClient } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import '../../../leaderboard.ts';
import { partsOf, textIn, widgetIn } from '../../../testing/on-page.ts';

const BOARD = 'weekly-downloads';
/** What an answer takes, on a clock that only the test moves. */
const LATENCY = 300;

const meta: Meta = {
  title: 'Test lab/Leaderboard/Behaviour',
  component: 'engagement-leaderboard',
  tags: ['!autodocs', 'test-lab'],
  parameters: { controls: { disable: true }, client: { still: true, scenario: 'still', latency: LATENCY } },
  args: { onLoad: fn(), onError: fn() },
  render: ({ onLoad, onError }) =>
    html`<engagement-leaderboard
      board=${BOARD}
      limit="5"
      pin-me
      @engagement-load=${onLoad}
      @engagement-error=${onError}
    ></engagement-leaderboard>`,
};
export default meta;

type Context = { canvasElement: HTMLElement; loaded: Record<string, unknown> };

const subjects = ({ canvasElement, loaded }: Context) => ({
  board: widgetIn(canvasElement, 'engagement-leaderboard'),
  client: loaded.client as FakeClient,
});

/** Until the first rows are on screen. */
async function shown(context: Context) {
  const { board, client } = subjects(context);
  await client.advance(LATENCY);
  await waitFor(() => expect(board.state).toBe('ready'));
  await waitFor(() => expect(textIn(board, 'updated')).toContain('updated'));
  return { board, client };
}

const rowsOf = (board: Element) => partsOf(board, 'row').filter((row) => !row.part.contains('skeleton'));

export const Loads: StoryObj = {
  name: 'Loads: skeleton, rows, one event',
  play: async (context) => {
    const { board } = subjects(context);
    const [body] = partsOf(board, 'body');
    await expect(board.state).toBe('loading');
    await expect(body).toHaveAttribute('aria-busy', 'true');
    await expect(partsOf(board, 'skeleton').length).toBe(5);
    await shown(context);
    await expect(body).toHaveAttribute('aria-busy', 'false');
    await expect(rowsOf(board).length).toBe(6);
    await expect(context.args.onLoad).toHaveBeenCalledTimes(1);
  },
};

export const Retry: StoryObj = {
  name: 'Retry: error, Retry, rows',
  play: async (context) => {
    const { board, client } = subjects(context);
    const mend = client.fail('leaderboards.get', 'service-unavailable');
    await client.advance(LATENCY);
    await waitFor(() => expect(board.state).toBe('error'));
    await expect(context.args.onError).toHaveBeenCalledTimes(1);
    mend();
    const inside = within(board.shadowRoot as unknown as HTMLElement);
    await userEvent.click(await inside.findByRole('button', { name: 'Retry' }));
    await shown(context);
    await expect(partsOf(board, 'retry-button')).toEqual([]);
  },
};

export const ErrorTakenOver: StoryObj = {
  name: 'Retry: a page can take the error over',
  args: { onError: fn((event: Event) => event.preventDefault()) },
  play: async (context) => {
    const { board, client } = subjects(context);
    client.fail('leaderboards.get', 'service-unavailable');
    await client.advance(LATENCY);
    await waitFor(() => expect(context.args.onError).toHaveBeenCalledTimes(1));
    await board.updateComplete;
    await expect(partsOf(board, 'retry-button')).toEqual([]);
    await expect(textIn(board, 'error')).toBe('');
  },
};

export const Offline: StoryObj = {
  name: 'Offline: the rows stay, and the line below says it',
  play: async (context) => {
    const { board, client } = await shown(context);
    client.push.connection('offline');
    await waitFor(() => expect(board.state).toBe('offline'));
    await waitFor(() => expect(textIn(board, 'status')).toMatch(/^Offline\. Saved at/));
    await expect(rowsOf(board).length).toBe(6);
    await expect(partsOf(board, 'retry-button')).toEqual([]);
  },
};

const firstName = (board: Element) => partsOf(board, 'name')[0]?.textContent?.trim();
const lead = (client: FakeClient) => client.push.rankChange({ board: BOARD, id: 'creator-5', by: 4 });

export const Moved: StoryObj = {
  name: 'Move: in another place it still changes, and leaves nothing behind',
  play: async (context) => {
    const { board, client } = await shown(context);
    const elsewhere = document.createElement('section');
    board.parentElement?.append(elsewhere);
    elsewhere.append(board);
    await client.advance(LATENCY);
    const before = firstName(board);
    lead(client);
    await waitFor(() => expect(firstName(board)).not.toBe(before));
    board.remove();
    await client.advance(2000);
    await waitFor(() => expect(client.subscriptions.size).toBe(0));
    elsewhere.append(board);
  },
};

export const LateClient: StoryObj = {
  name: 'Late client: a widget that is there first fills',
  render: () =>
    html`<engagement-provider><engagement-leaderboard board=${BOARD} limit="5"></engagement-leaderboard></engagement-provider>`,
  play: async (context) => {
    const { board, client } = subjects(context);
    await expect(board.state).toBe('loading');
    await expect(client.calls).toEqual([]);
    const provider = board.closest('engagement-provider');
    Object.assign(provider as object, { client });
    await waitFor(() => expect(client.subscriptions.size).toBe(1));
    await shown(context);
    await expect(rowsOf(board).length).toBe(5);
  },
};

export const ZeroShift: StoryObj = {
  name: 'Zero shift: nothing moves from loading to ready',
  render:
    () => html`<engagement-leaderboard board=${BOARD} limit="5" heading="Most downloaded" pin-me></engagement-leaderboard>
    <p>Below</p>`,
  play: async (context) => {
    const { canvasElement } = context;
    let moved = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved += (entry as PerformanceEntry & { value: number }).value;
    });
    observer.observe({ type: 'layout-shift' });
    const below = canvasElement.querySelector('p') as HTMLElement;
    const { top } = below.getBoundingClientRect();
    await shown(context);
    await frames(3);
    observer.disconnect();
    await expect(below.getBoundingClientRect().top).toBe(top);
    await expect(moved).toBe(0);
  },
};

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
}

const sliding = (board: Element) =>
  board.shadowRoot?.getAnimations().filter((one) => !(one instanceof CSSAnimation || one instanceof CSSTransition)) ??
  [];

export const FullMotion: StoryObj = {
  name: 'Motion: rows slide to their new places',
  play: async (context) => {
    const { board, client } = await shown(context);
    let by = 4;
    // what moves them comes after the first rows, so the first changes may find it not there yet
    await waitFor(async () => {
      client.push.rankChange({ board: BOARD, id: 'creator-5', by });
      by = -by;
      await board.updateComplete;
      expect(sliding(board).length).toBeGreaterThan(1);
    });
  },
};

export const ReducedMotion: StoryObj = {
  name: 'Motion: nothing slides for those who want less',
  globals: { motion: 'reduced' },
  play: async (context) => {
    const { board, client } = await shown(context);
    const before = firstName(board);
    lead(client);
    await waitFor(() => expect(firstName(board)).not.toBe(before), { interval: 5 });
    await expect(sliding(board)).toEqual([]);
  },
};

export const RightToLeft: StoryObj = {
  name: 'Right to left: ranks and the own row’s mark are at the start',
  globals: { direction: 'rtl', locale: 'ar' },
  play: async (context) => {
    const { board, client } = subjects(context);
    await client.advance(LATENCY);
    await waitFor(() => expect(board.state).toBe('ready'));
    const [own] = partsOf(board, 'row-current');
    const [first, last] = [own?.firstElementChild, own?.lastElementChild] as [Element, Element];
    await expect(first.getBoundingClientRect().left).toBeGreaterThan(last.getBoundingClientRect().left);
    const mark = getComputedStyle(first, '::before');
    await expect(Number.parseFloat(mark.borderRightWidth)).toBeGreaterThan(0);
    await expect(mark.borderLeftWidth).toBe('0px');
  },
};
