export type { FakeCall, FakeMethod } from './answers.ts';
export type { FakeSubscription } from './boards.ts';
export type { FakeBoard } from './catalogue.ts';
export { FakeClock } from './clock.ts';
export { createFakeClient, type FakeClient, type FakeOptions, type RankChange } from './fake-client.ts';
export type { SeasonState } from './periods.ts';
export { amara, boardPage, creators, entry, own } from './samples.ts';
export { SCENARIO_NAMES, type Scenario } from './scenario.ts';
