// Waits beside a process that has started engines until its input closes, as it does however that process ends: by
// itself, by a signal, or by SIGKILL, which leaves nobody else to clear up.
import { clearLeftovers } from './runs.ts';

const owner = Number(process.argv[2]);
process.stdin.resume().once('close', () => void clearLeftovers(owner));
