import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../packages/widgets/src/leaderboard.ts';

const meta: Meta = {
  title: 'Patterns/Pages',
  tags: ['!autodocs'],
  parameters: { controls: { disable: true }, layout: 'fullscreen' },
};
export default meta;

const styles = html`<style>
  .pattern { display: grid; gap: 1.5rem; align-items: start; max-inline-size: 76rem; margin-inline: auto; padding: clamp(1rem, 3vw, 2.5rem); }
  .pattern h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; letter-spacing: -0.02em; }
  .pattern p { margin: 0; max-inline-size: 40rem; }
  .two { grid-template-columns: minmax(0, 1fr); }
  .boards { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; }
  .assets { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); padding: 0; margin: 0; list-style: none; }
  .assets li { display: grid; gap: 0.25rem; font-size: 0.875rem; }
  .assets i { aspect-ratio: 4 / 3; border-radius: 4px; background: light-dark(#e4e7ec, #232830); }
  @media (min-width: 56rem) { .two { grid-template-columns: minmax(0, 1fr) 20rem; } }
</style>`;

const assets = html`<ul class="assets">
  ${[
    'Contour 40',
    'Block Party',
    'Rain on Tin',
    'Halfstep 24',
    'Herbarium',
    'Ombra Grotesk',
    'Tidal Loops',
    'Weft',
  ].map((name) => html`<li><i></i>${name}</li>`)}
</ul>`;

/** A shop with a list in its side column, and its own words below. */
export const Shop: StoryObj = {
  render: () => html`${styles}
    <main class="pattern two">
      <div class="pattern" style="padding: 0; margin: 0">
        <h1>New in patterns</h1>
        ${assets}
      </div>
      <engagement-leaderboard board="weekly-downloads" layout="list" limit="5" pin-me heading="This week’s makers">
        <a slot="footer" href="https://shop.example/top">The whole board</a>
      </engagement-leaderboard>
    </main>`,
};

/** Several boards beside each other: columns line up, and all of them share one request and one socket. */
export const Boards: StoryObj = {
  render: () => html`${styles}
    <main class="pattern">
      <h1>Boards</h1>
      <div class="boards">
        <engagement-leaderboard board="weekly-downloads" limit="5" pin-me></engagement-leaderboard>
        <engagement-leaderboard board="rising" limit="5"></engagement-leaderboard>
        <engagement-leaderboard board="best-rated" period="all-time" limit="5"></engagement-leaderboard>
        <engagement-leaderboard board="reviewers" limit="5"></engagement-leaderboard>
      </div>
    </main>`,
};

/** A season as an event: the podium, what there is to win, and where the reader stands. */
export const Season: StoryObj = {
  render: () => html`${styles}
    <main class="pattern two">
      <engagement-leaderboard board="top-sellers" period="season" layout="podium" prizes></engagement-leaderboard>
      <engagement-leaderboard board="top-sellers" period="season" around limit="5" heading="Around you"></engagement-leaderboard>
    </main>`,
};

/** A profile: only the reader's stretch of each board. */
export const Profile: StoryObj = {
  render: () => html`${styles}
    <main class="pattern">
      <h1>Amara Okonkwo</h1>
      <p>Sells patterns and brushes since 2021.</p>
      <div class="boards">
        <engagement-leaderboard board="weekly-downloads" around limit="5" heading="This week"></engagement-leaderboard>
        <engagement-leaderboard board="top-sellers" period="month" around limit="5" heading="This month"></engagement-leaderboard>
      </div>
    </main>`,
};
