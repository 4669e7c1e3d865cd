import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { needProgram } from './programs.ts';

const pom = join(import.meta.dirname, 'kafka-jars.xml');
const oldestJava = 17;

export interface KafkaProgram {
  java: string;
  /** The class path, all jars of the broker. */
  jars: string;
}

/** Finds Java and the broker's jars, fetching through Maven what is not in the cache yet. */
export function installKafka(): KafkaProgram {
  const otherwise = ', or set KAFKA_BROKERS to one that runs';
  const java = needProgram({ title: 'Java', names: ['java'], packages: ['default-jre-headless'], otherwise });
  requireVersion(java);
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder('kafka-jars'), version);
  if (!existsSync(folder)) {
    fetchJars(needProgram({ title: 'Maven', names: ['mvn'], packages: ['maven'], otherwise }), folder);
  }
  return { java, jars: join(folder, '*') };
}

function requireVersion(java: string): void {
  const text = execFileSync(java, ['--version'], { encoding: 'utf8' });
  const major = Number(/\d+/.exec(text)?.[0]);
  if (major < oldestJava)
    throw new Error(`Kafka needs Java ${oldestJava} or newer and ${java} is ${major}: install default-jre-headless.`);
}

function fetchJars(maven: string, folder: string): void {
  console.error('engines: fetching Kafka through Maven (44 MB, once)');
  const partial = `${folder}.${process.pid}`;
  try {
    // Into a folder of its own first: an interrupted fetch must not pass for a whole one.
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    execFileSync(maven, ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${partial}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    renameSync(partial, folder);
  } catch (cause) {
    if (existsSync(folder)) return; // another run was faster
    const output = String((cause as { stdout?: Buffer }).stdout ?? cause);
    const reason = output.split('\n').find((line) => line.includes('ERROR')) ?? output;
    throw new Error(`Maven could not fetch Kafka (${reason.trim()}): check that Maven Central answers and run again.`, {
      cause,
    });
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
