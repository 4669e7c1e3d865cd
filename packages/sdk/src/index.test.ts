import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const entry = new URL('./index.ts', import.meta.url).href;

async function inNode(script: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--conditions=source', '--input-type=module', '-e', script]);
  return stdout.trim();
}

test('importing the SDK has no effect: no global, nothing that keeps the process alive', async () => {
  // Node sets up its own fetch when Request is first named, which is no doing of the SDK.
  const script = `
    void globalThis.Request;
    const before = Reflect.ownKeys(globalThis).length;
    globalThis.fetch = () => { throw new Error('no request'); };
    const sdk = await import(${JSON.stringify(entry)});
    process.on('exit', () => console.log(Object.keys(sdk).sort().join(), Reflect.ownKeys(globalThis).length - before));`;
  expect(await inNode(script)).toBe('EngagementError,createClient,docsOf,init,whenDefaultClient 0');
});

test.each([
  ['server', 'EngagementError,createTracker,signUserToken,verifyWebhook'],
  ['react', 'EngagementProvider,useBoard,useEngagement,useEngagementClient'],
  ['fake', 'FakeClock,SCENARIO_NAMES,amara,boardPage,createFakeClient,creators,entry,own'],
])('the entry %s can be imported where there is no browser, and lets the process end', async (folder, names) => {
  const entry = new URL(`./${folder}/index.ts`, import.meta.url).href;
  expect(await inNode(`console.log(Object.keys(await import(${JSON.stringify(entry)})).sort().join())`)).toBe(names);
});

test('a client with a user and nothing to do lets the process end', async () => {
  const token = `x.${Buffer.from(JSON.stringify({ sub: 'ada', exp: 4e9 })).toString('base64url')}.x`;
  const script = `
    const { createClient } = await import(${JSON.stringify(entry)});
    const client = createClient({ key: 'pk_test_1', host: 'http://127.0.0.1:9', userToken: async () => ${JSON.stringify(token)} });
    await client.ready;
    console.log(client.status.auth);`;
  expect(await inNode(script)).toBe('identified');
});
