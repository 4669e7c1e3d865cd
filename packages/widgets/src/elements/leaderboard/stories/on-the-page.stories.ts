import { boardPage, createFakeClient, type FakeClient } from '@engagement/sdk/testing';
import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { expect, spyOn, waitFor } from 'storybook/test';
import { define } from '../../../internal/define.ts';
import { textIn, widgetIn } from '../../../testing/on-page.ts';
import '../../../leaderboard.ts';

const meta: Meta = {
  title: 'Test lab/Leaderboard/On the page',
  component: 'engagement-leaderboard',
  tags: ['!autodocs', 'test-lab'],
  parameters: { controls: { disable: true }, client: { still: true, scenario: 'still' } },
  render: () => html`<engagement-leaderboard board="weekly-downloads" limit="5" pin-me></engagement-leaderboard>`,
};
export default meta;

const regions = () => [...document.querySelectorAll('body > [data-engagement-announcer]')];
const said = () => regions().map((region) => region.textContent);

export const Announces: StoryObj = {
  name: 'Announce: once, in light DOM, and not too often',
  play: async ({ canvasElement, loaded }) => {
    const board = widgetIn(canvasElement, 'engagement-leaderboard');
    const client = loaded.client as FakeClient;
    await waitFor(() => expect(board.state).toBe('ready'));
    await waitFor(() => expect(textIn(board, 'updated')).toContain('updated'));
    await expect(regions()).toHaveLength(1);
    const rise = () => client.push.rankChange({ board: 'weekly-downloads', id: 'me', by: 2 });
    rise();
    await waitFor(() => expect(said()).toEqual([expect.stringMatching(/^You are .+, up \d+ ranks?/)]));
    const [first] = said();
    const heard: string[] = [];
    const ear = new MutationObserver(() => heard.push(String(said())));
    ear.observe(regions()[0] as Element, { childList: true, characterData: true, subtree: true });
    rise();
    await board.updateComplete;
    await new Promise((done) => setTimeout(done, 300)); // a sentence too many would be said by now
    ear.disconnect();
    await expect(heard).toEqual([]);
    await expect(said()).toEqual([first]);
  },
};

export const TwoCopies: StoryObj = {
  name: 'Two copies: one warning, and the first copy stays',
  play: async ({ canvasElement }) => {
    const board = widgetIn(canvasElement, 'engagement-leaderboard');
    const ours = board.constructor as CustomElementConstructor & { version: string };
    const tag = `engagement-older-${Date.now()}`;
    const Older = class extends HTMLElement {
      static readonly version = '0.0.1';
    };
    customElements.define(tag, Older);
    const warn = spyOn(console, 'warn').mockImplementation(() => {});
    define(tag, ours);
    define(tag, ours);
    await waitFor(() => expect(warn).toHaveBeenCalledTimes(1));
    await expect(String(warn.mock.calls[0]?.[0])).toContain('two-versions');
    await expect(document.createElement(tag)).toBeInstanceOf(Older);
    warn.mockRestore();
  },
};

export const PropertiesAnyTime: StoryObj = {
  name: 'Properties: before and after the widget is on the page',
  play: async ({ canvasElement }) => {
    const data = boardPage();
    const early = Object.assign(document.createElement('engagement-leaderboard'), { data, limit: 5 });
    const late = document.createElement('engagement-leaderboard');
    canvasElement.append(early, late);
    await late.updateComplete;
    Object.assign(late, { data, limit: 5 });
    const words = (board: Element) => board.shadowRoot?.textContent?.replace(/\s+/g, ' ');
    await waitFor(() => expect(words(early)).toContain('Mirela Popescu'));
    await waitFor(() => expect(words(late)).toBe(words(early)));
    early.remove();
    late.remove();
  },
};

export const TwoClients: StoryObj = {
  name: 'Two projects on one page: each widget asks its own client',
  render: () => {
    const [one, other] = [createFakeClient({ scenario: 'still' }), createFakeClient({ scenario: 'empty' })];
    return html`<engagement-provider .client=${one}><engagement-leaderboard board="rising" limit="3"></engagement-leaderboard></engagement-provider>
      <engagement-provider .client=${other}><engagement-leaderboard board="rising" limit="3"></engagement-leaderboard></engagement-provider>`;
  },
  play: async ({ canvasElement }) => {
    const states = () => [...canvasElement.querySelectorAll('engagement-leaderboard')].map(({ state }) => state);
    await waitFor(() => expect(states()).toEqual(['ready', 'empty']));
  },
};
