import { reportAwaiting } from '../activity/awaiting-job.ts';
import { openDeadLetterTopic } from '../activity/dead-letter-topic.ts';
import { setAside } from '../activity/dead-letters.ts';
import { AWAITING_QUEUE, DEAD_LETTER_QUEUE } from '../activity/queues.ts';
import { startTopicInputs, type TopicInputs } from '../activity/topic-inputs.ts';
import { startWorker } from '../activity/worker.ts';
import type { BoardJobs } from '../modules/leaderboards/index.ts';
import { type Core, SNAPSHOT_QUEUE } from './core.ts';

export interface RunningRole {
  stop(): Promise<void>;
}

/** Takes events from the log, and from the topics that tenants already have. */
export async function startWorkerRole(core: Core): Promise<RunningRole> {
  const worker = await startWorker({
    log: core.log,
    recorder: core.recorder,
    tenants: { byId: (id) => core.tenants.tenantById(id) },
    onUnreadable: (text, place) =>
      core.logger.error({ text: text.slice(0, 2000), place }, 'an entry of the log cannot be read'),
  });
  const inputs = await startInputs(core);
  return {
    async stop() {
      await inputs.stop();
      await worker.stop();
    },
  };
}

/** The bound topics; read anew when a binding changes. */
async function startInputs(core: Core): Promise<RunningRole> {
  const { kafka, topics, tenants, door, database } = core;
  if (!kafka) return { stop: async () => {} };

  async function open(): Promise<TopicInputs | undefined> {
    const bindings = await topics.list();
    if (bindings.length === 0 || !kafka) return undefined;
    const tenantByTopic = new Map(bindings.map(({ topic, tenantId }) => [topic, tenantId]));
    return startTopicInputs(
      {
        kafka,
        door,
        tenantOf: async (topic) => {
          const id = tenantByTopic.get(topic);
          return id === undefined ? undefined : tenants.tenantById(id);
        },
        setAside: (tenant, letters) =>
          database.transaction(async (tx) => {
            const ids = await setAside(tx, tenant.id, letters);
            if (ids.length > 0) await core.jobs.enqueue(tx, DEAD_LETTER_QUEUE, { tenantId: tenant.id, ids });
          }),
      },
      [...tenantByTopic.keys()],
    );
  }

  let running = open();
  const unlisten = await topics.onChange(() => {
    running = running.then(async (inputs) => {
      await inputs?.stop();
      return open();
    });
    running.catch((err: unknown) => core.logger.error({ err }, 'the bound topics cannot be read'));
  });
  await running;
  return {
    async stop() {
      await unlisten();
      await (await running)?.stop();
    },
  };
}

/** Does what is queued and what is due. */
export async function startSchedulerRole(core: Core, boards: BoardJobs): Promise<RunningRole> {
  const deadLetterTopic = core.kafka && (await openDeadLetterTopic(core.kafka, core.database));
  await core.jobs.work<Parameters<typeof reportAwaiting>[1]>(AWAITING_QUEUE, (payload) =>
    reportAwaiting(core.database, payload),
  );
  await core.jobs.work<Parameters<NonNullable<typeof deadLetterTopic>['publish']>[0]>(
    DEAD_LETTER_QUEUE,
    async (payload) => {
      await deadLetterTopic?.publish(payload);
    },
  );
  await core.jobs.schedule(SNAPSHOT_QUEUE, '* * * * *', async () => {
    await boards.takeDueSnapshots();
  });
  return { stop: async () => deadLetterTopic?.close() };
}
