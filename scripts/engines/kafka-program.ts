import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { type KafkaProgram, startBroker } from './kafka-broker.ts';
import { kafkaSettings } from './kafka-settings.ts';
import { end, freePort } from './process.ts';
import { needProgram } from './programs.ts';
import { newRun } from './runs.ts';

const jarList = join(import.meta.dirname, 'kafka-jars.xml');
const logSettings = join(import.meta.dirname, 'kafka-log.properties');
const oldestJava = 17;

/** Finds Java and the broker's jars, fetching through Maven what is not in the cache yet. */
export async function installKafka(): Promise<KafkaProgram> {
  const java = needProgram({ title: 'Java', names: ['java'], packages: ['default-jre-headless'] });
  const recipe = [readFileSync(jarList, 'utf8'), kafkaSettings({ port: 0, controllerPort: 0, data: '' })].join();
  const version = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const folder = join(cacheFolder('kafka-programs'), version);
  if (!existsSync(folder)) prepare(java, folder);
  if (!existsSync(archiveIn(folder))) await archiveClasses(java, folder);
  return programIn(folder, java, `-XX:SharedArchiveFile=${archiveIn(folder)}`);
}

const archiveIn = (folder: string): string => join(folder, 'classes.jsa');

function programIn(folder: string, java: string, ...more: string[]): KafkaProgram {
  const options = ['-Xmx512m', ...more, `-Dlog4j2.configurationFile=${logSettings}`, '-cp', join(folder, 'jars', '*')];
  return { java, javaArguments: options, emptyData: join(folder, 'empty-data') };
}

/** In a folder beside it first: an interrupted preparation must not pass for a whole one. */
function prepare(java: string, folder: string): void {
  const partial = `${folder}.${process.pid}`;
  try {
    requireVersion(java);
    fetchJars(join(partial, 'jars'));
    format(programIn(partial, java), join(partial, 'format.properties'));
    renameSync(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error; // otherwise another run was faster
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function requireVersion(java: string): void {
  const text = spawnSync(java, ['-version'], { encoding: 'utf8' }).stderr;
  const major = Number(/\d+/.exec(text)?.[0]);
  const advice = 'install default-jre-headless or another one and put it on PATH';
  if (major < oldestJava)
    throw new Error(`Kafka needs Java ${oldestJava} or newer and ${java} is ${major}: ${advice}.`);
}

function fetchJars(folder: string): void {
  const maven = needProgram({ title: 'Maven', names: ['mvn'], packages: ['maven'] });
  console.error('engines: fetching Kafka through Maven (44 MB, once)');
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  try {
    execFileSync(maven, ['-q', '-B', '-f', jarList, goal, `-DoutputDirectory=${folder}`], { stdio: 'pipe' });
  } catch (cause) {
    const output = String((cause as { stdout?: Buffer }).stdout ?? cause);
    const reason = (output.split('\n').find((line) => line.includes('ERROR')) ?? output).trim();
    throw new Error(`Kafka could not be fetched (${reason}): check that Maven Central answers and run again.`, {
      cause,
    });
  }
}

/** A data folder has to be given its cluster's id before a broker may use it. */
function format(program: KafkaProgram, settingsFile: string): void {
  writeFileSync(settingsFile, kafkaSettings({ port: 1, controllerPort: 2, data: program.emptyData }));
  const command = ['kafka.tools.StorageTool', 'format', '-t', 'ZW5nYWdlbWVudC1sb2NhbA', '-c', settingsFile];
  execFileSync(program.java, [...program.javaArguments, ...command], { stdio: 'pipe' });
}

/**
 * Runs a broker once so that Java can keep its classes as it has loaded them: a later start takes half of the work.
 * The archive holds the path of its jars, so it is made where they stay.
 */
async function archiveClasses(java: string, folder: string): Promise<void> {
  console.error('engines: preparing Kafka (once)');
  const run = await newRun('kafka');
  const archive = join(run, 'classes.jsa');
  const program = programIn(folder, java, `-XX:ArchiveClassesAtExit=${archive}`);
  const broker = await startBroker(program, { port: await freePort(), folder: run, data: join(run, 'data') });
  await end(broker.pid, 'SIGTERM', 120_000);
  renameSync(archive, archiveIn(folder));
  await broker.stop();
}
