/** Resolves when the process is asked to stop. Asked twice, it goes at once. */
export function untilStopped(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) {
        process.removeListener(name, stop);
        process.once(name, () => process.exit(1));
      }
      resolve(signal);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

/** What is still under way after this is left to the next process: whoever stops us would end it by force soon. */
const STOP_MS = 25_000;

/** Ends the process if stopping takes too long, as when an engine is away. */
export function stopWithinReason(): void {
  setTimeout(() => process.exit(1), STOP_MS).unref();
}
