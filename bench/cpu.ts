import { readdirSync, readFileSync } from 'node:fs';

/** Of Linux, everywhere. */
const TICKS_PER_SECOND = 100;

/** CPU time of a process and its children that have not ended, in microseconds. */
export function cpuMicros(pid: number): number {
  const all = processes();
  const children = (parent: number): number =>
    all.filter((each) => each.parent === parent).reduce((sum, each) => sum + each.micros + children(each.pid), 0);
  return (all.find((each) => each.pid === pid)?.micros ?? 0) + children(pid);
}

function processes() {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name, in parentheses, may hold anything.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      return [{ pid: Number(pid), parent: Number(fields[1]), micros: (ticks * 1e6) / TICKS_PER_SECOND }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}
