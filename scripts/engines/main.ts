// npm run engines -- install | start | stop | status
import { backgroundEngines, runningPort, startInBackground, stopInBackground } from './background.ts';
import { installChromium } from './chromium.ts';
import { installKafka } from './kafka-program.ts';
import { installRedis } from './redis.ts';

const commands: Record<string, () => Promise<void>> = { install, start, stop, status };

async function install(): Promise<void> {
  console.log(`redis     ${installRedis()}`);
  console.log(`kafka     run by ${(await installKafka()).java}`);
  console.log(`chromium  ${installChromium()}`);
}

async function start(): Promise<void> {
  const ports = await Promise.all(backgroundEngines.map(startInBackground));
  for (const [index, engine] of backgroundEngines.entries()) console.log(engine.setting(ports[index] as number));
}

async function stop(): Promise<void> {
  for (const engine of backgroundEngines) {
    console.log(`${engine.name} ${(await stopInBackground(engine)) ? 'stopped' : 'was not running'}`);
  }
}

async function status(): Promise<void> {
  for (const engine of backgroundEngines) {
    const port = runningPort(engine);
    console.log(port ? engine.setting(port) : `# ${engine.name} is not running`);
  }
}

const command = commands[process.argv[2] ?? ''];
if (command) {
  await command().catch((error: Error) => {
    console.error(`engines: ${error.message}`);
    process.exitCode = 1;
  });
} else {
  console.error(`engines: say one of ${Object.keys(commands).join(', ')}.`);
  process.exitCode = 1;
}
