import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** One press of Ctrl-C comes from the terminal and again from npm. */
const echoMs = 300;

/** Runs a command, passes signals on to it, waits for its end and answers with its exit code. */
export function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    let last = { signal: '', at: 0 };
    const forward = (signal) => {
      const echo = signal === last.signal && Date.now() - last.at < echoMs;
      last = { signal, at: Date.now() };
      if (!echo) child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, forward);
    const settle = (finish) => {
      for (const signal of forwarded) process.off(signal, forward);
      finish();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) => settle(() => resolve(code ?? 128 + constants.signals[signal])));
  });
}
