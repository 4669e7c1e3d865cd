import { createFrontDoor } from '../activity/front-door.ts';
import type { ActivityLog } from '../activity/log.ts';
import { type Core, openCore } from '../compose/core.ts';
import { startWorkerRole } from '../compose/roles.ts';
import { startServer } from '../compose/server.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import type { DoomedLine, DoomedOptions } from './doomed.ts';
import { openOwnKafkaLog } from './logs.ts';

const options = JSON.parse(process.argv[2] ?? '') as DoomedOptions;

const say = (line: DoomedLine) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Tells of each batch, and dies at the worst moment: its work is committed, its offset is not saved. */
function doomed(log: ActivityLog, dieAfterBatch: number | undefined): ActivityLog {
  let batches = 0;
  return {
    ...log,
    consume: (handle) =>
      log.consume(async (batch) => {
        const places = batch.map(({ place }) => place);
        say({ taken: places });
        await handle(batch);
        say({ committed: places });
        batches += 1;
        if (batches === dieAfterBatch) process.kill(process.pid, 'SIGKILL');
      }),
  };
}

async function openDoomedCore(): Promise<Core> {
  const { databaseUrl, masterKey, kafka, dieAfterBatch } = options;
  const logger = createLogger('fatal');
  const core = await openCore({ databaseUrl, masterKey: Buffer.from(masterKey, 'hex'), kafkaBrokers: [], logger });
  const engine = kafka ? await openOwnKafkaLog(kafka.brokers, kafka.topic) : core.log;
  const log = doomed(engine, dieAfterBatch);
  return { ...core, log, door: createFrontDoor({ catalogues: core.catalogues, log, clock: core.clock }) };
}

const core = await openDoomedCore();
if (options.role === 'worker') await startWorkerRole(core);
else {
  const masterKey = Buffer.from(options.masterKey, 'hex');
  const server = await startServer({ core, masterKey, role: 'api', version: '0', publicUrl: 'http://localhost' });
  say({ listening: await server.listen(0, '127.0.0.1') });
}
