// Runs one server in a process of its own, so that its CPU can be told from that of the load.
const [module = '', options = '{}'] = process.argv.slice(2);
const { start } = (await import(module)) as { start(options: unknown): Promise<object> };
const ready = await start(JSON.parse(options));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system });
});
process.once('disconnect', () => process.exit(0));
process.send?.(ready);
