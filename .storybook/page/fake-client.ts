import { createFakeClient, type FakeClient, type FakeOptions } from '@engagement/sdk/testing';
import type { Decorator, Loader } from '@storybook/web-components-vite';
import { html } from 'lit';
import '../../packages/widgets/src/provider.ts';

/** What a story says about its client, as the parameter `client`. */
export interface ClientParameters extends FakeOptions {
  /** Only the story lets time pass. */
  still?: boolean;
}

/** Gives each story a client of its own, of the kind that the toolbar or the story asks for. */
export const withFakeClient: Loader = async ({ globals, parameters }) => {
  const { still: _, ...options }: ClientParameters = parameters.client ?? {};
  return { client: createFakeClient({ scenario: globals.data, ...options }) };
};

/** Lets time pass while the story is looked at. In a test nothing moves by itself, least of all under axe. */
export const whileShown = ({
  loaded,
  parameters,
}: {
  loaded: Record<string, unknown>;
  parameters: { client?: ClientParameters };
}) => {
  const client = loaded.client as FakeClient;
  if (!parameters.client?.still && import.meta.env.MODE !== 'test') client.play();
  return () => client.destroy();
};

export const inProvider: Decorator = (story, { loaded }) =>
  html`<engagement-provider .client=${loaded.client}>${story()}</engagement-provider>`;
