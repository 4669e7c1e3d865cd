import type { Check } from './check.ts';

/** Far above what any process needs, far below what the machine has: growth without end meets it. */
const MOST_BYTES = 700 * 1024 * 1024;
const SURPRISE = /unhandled|uncaught|nobody foresaw|FATAL ERROR/i;

/** I-15 · no process ends by itself, nothing surprises it, and none grows without end. */
export const processesLive: Check = {
  id: 'I-15',
  title: 'no process ends by itself, no error that nobody foresaw, memory bounded',
  async check({ processes }) {
    return processes.flatMap((process) => {
      const { name, unasked } = process;
      const wrong = unasked.splice(0).map((how) => `${name} ended by itself: ${how}`);
      const surprises = process
        .takeLog()
        .split('\n')
        .filter((line) => SURPRISE.test(line));
      for (const line of surprises.slice(0, 3)) wrong.push(`${name} logged ${line.slice(0, 600)}`);
      const bytes = process.residentBytes() ?? 0;
      if (bytes > MOST_BYTES) wrong.push(`${name} holds ${Math.round(bytes / 2 ** 20)} MiB`);
      return wrong;
    });
  },
};
