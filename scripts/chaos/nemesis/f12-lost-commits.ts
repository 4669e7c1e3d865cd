import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

const SECONDS = 4;

export const lostCommits: Fault = {
  id: 'F-12',
  title: 'commits applied, the news of them lost',
  size: 'three of ten commits of 4 s',
  seconds: 10,
  weight: 3,
  async inject({ services, observer }, random) {
    const running = services.filter(({ isRunning }) => isRunning);
    const before = running.map(({ postgresWire }) => postgresWire.lostCommits);
    for (const { postgresWire } of running) postgresWire.loseCommits(() => random.chance(0.3));
    let redeliveries = 0;
    try {
      const until = performance.now() + SECONDS * 1000;
      while (performance.now() < until) {
        await pause(200);
        redeliveries = Math.max(redeliveries, await observer.pendingRedeliveries());
      }
    } finally {
      for (const { postgresWire } of running) postgresWire.restore();
    }
    const lost = running.reduce(
      (sum, { postgresWire }, index) => sum + postgresWire.lostCommits - (before[index] ?? 0),
      0,
    );
    return {
      injected: Math.max(1, lost),
      bitten: lost,
      redeliveries,
      seen: `${lost} commits applied and not heard of`,
    };
  },
};
