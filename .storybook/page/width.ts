import type { Decorator } from '@storybook/web-components-vite';
import { html } from 'lit';

/** Puts a story in a container of the width that the toolbar says. Its corner can be dragged. */
export const inContainer: Decorator = (story, { globals }) => {
  const { width } = globals;
  return width === 'auto'
    ? html`${story()}`
    : html`<div class="stage" style="inline-size: ${width}px">${story()}</div>`;
};
