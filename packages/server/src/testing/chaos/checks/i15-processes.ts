import type { Check, ObservedProcess } from './check.ts';

/** Far above what any process needs, far below what the machine has: growth without end meets it. */
const MOST_BYTES = 700 * 1024 * 1024;
/** What a process holds once its code is compiled and its caches are filled; it may come to hold so many times as much. */
const WARM_SECONDS = 60;
const MOST_GROWTH = 1.75;
const SURPRISE = /unhandled|uncaught|nobody foresaw|FATAL ERROR/i;

/** I-15 · no process ends by itself, nothing surprises it, and none grows without end. */
export const processesLive: Check = {
  id: 'I-15',
  title: 'no process ends by itself, no error that nobody foresaw, memory bounded',
  async check({ processes, warmBytes }) {
    return processes.flatMap((process) => {
      const { name, unasked } = process;
      const wrong = unasked.splice(0).map((how) => `${name} ended by itself: ${how}`);
      const surprises = process
        .takeLog()
        .split('\n')
        .filter((line) => SURPRISE.test(line));
      for (const line of surprises.slice(0, 3)) wrong.push(`${name} logged ${line.slice(0, 600)}`);
      return [...wrong, ...growth(process, warmBytes)];
    });
  },
};

/** Of one life of a process: the next starts from nothing. */
function growth(process: ObservedProcess, warmBytes: Map<number, number>): string[] {
  const { name, pid } = process;
  const bytes = process.residentBytes();
  if (bytes === undefined) return [];
  const warm = warmBytes.get(pid);
  if (warm === undefined && process.ageSeconds() >= WARM_SECONDS) warmBytes.set(pid, bytes);
  const wrong: string[] = [];
  if (bytes > MOST_BYTES) wrong.push(`${name} holds ${mebibytes(bytes)}`);
  if (warm !== undefined && bytes > warm * MOST_GROWTH)
    wrong.push(`${name} has grown from ${mebibytes(warm)} to ${mebibytes(bytes)}`);
  return wrong;
}

const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
