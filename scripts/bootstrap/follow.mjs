// Loaded into the program that bootstrap runs: when bootstrap is gone without a word (SIGKILL), the program ends, too.
const bootstrap = Number(new URL(import.meta.url).search.slice(1));
// The program's own children load this as well, and have nobody to follow.
if (process.ppid === bootstrap && process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
