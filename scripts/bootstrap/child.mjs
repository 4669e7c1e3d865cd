import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** One press of Ctrl-C comes from the terminal and again from npm. */
const echoMs = 300;

/**
 * Runs a command, passes signals on to it, waits for its end and answers with its exit code.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(child: import('node:child_process').ChildProcess) => void} [started]
 * @returns {Promise<number>}
 */
export function run(command, args, options, started = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options);
    started(child);
    const release = onSignal((signal) => child.kill(signal));
    child.once('error', (error) => {
      release();
      reject(error);
    });
    child.once('close', (code, signal) => {
      release();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Calls back once for each signal that ends programs, and with SIGTERM when npm, above us, is killed. */
function onSignal(callback) {
  let last = { signal: '', at: 0 };
  const forward = (signal) => {
    clearInterval(watch);
    const echo = signal === last.signal && Date.now() - last.at < echoMs;
    last = { signal, at: Date.now() };
    if (!echo) callback(signal);
  };
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && forward('SIGTERM'), 250);
  if (!process.env.npm_lifecycle_event) clearInterval(watch);
  for (const signal of forwarded) process.on(signal, forward);
  return () => {
    clearInterval(watch);
    for (const signal of forwarded) process.off(signal, forward);
  };
}
