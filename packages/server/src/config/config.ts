import { z } from 'zod';

/** An empty setting counts as unset. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, standard: string) =>
  z.preprocess((value) => (value === '' || value === undefined ? standard : value), schema);

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .refine((n) => n <= 65_535, 'must be a port number');

const masterKey = z
  .string()
  .transform((text) => Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes, as 64 hexadecimal digits or base64');

const Settings = z.object({
  PORT: withDefault(port, '4000'),
  HOST: optional(z.string()),
  ENGAGEMENT_PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an http or https address' })),
  ENGAGEMENT_DATA_DIR: withDefault(z.string(), '.engagement'),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// address' })),
  KAFKA_BROKERS: optional(z.string().regex(/^[^,\s]+:\d+(,[^,\s]+:\d+)*$/, 'must be host:port, separated by commas')),
  ENGAGEMENT_MASTER_KEY: optional(masterKey),
  METRICS_PORT: optional(port),
  LOG_LEVEL: withDefault(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info'),
  ENGAGEMENT_TRUST_PROXY: withDefault(
    z.string().regex(/^\d$/, 'must be the number of proxies in front').transform(Number),
    '0',
  ),
});

export type SettingName = keyof z.infer<typeof Settings>;

/** Every setting, checked. The environment is read here and nowhere else. */
export interface Config {
  readonly port: number;
  readonly host: string | undefined;
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly kafkaBrokers: readonly string[];
  readonly masterKey: Buffer | undefined;
  /** Where the numbers of this process are scraped; nowhere when undefined. */
  readonly metricsPort: number | undefined;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Proxies in front of the server, whose `X-Forwarded-For` is believed. */
  readonly trustProxy: number;
}

/** A setting that cannot be used; the message names it. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export interface SettingView {
  readonly name: SettingName;
  /** What holds, without secrets; undefined when nothing does. */
  readonly shown: string | undefined;
  /** Why it cannot be used. */
  readonly fault: string | undefined;
}

/** Each setting by itself, as a person may see it. */
export function viewSettings(environment: Readonly<Record<string, string | undefined>>): SettingView[] {
  return Object.entries(Settings.shape).map(([key, schema]) => {
    const name = key as SettingName;
    const parsed = schema.safeParse(environment[name]);
    if (!parsed.success) return { name, shown: undefined, fault: parsed.error.issues[0]?.message ?? 'cannot be used' };
    return { name, shown: parsed.data === undefined ? undefined : withoutSecrets(parsed.data), fault: undefined };
  });
}

function withoutSecrets(value: string | number | Buffer): string {
  if (Buffer.isBuffer(value)) return 'set';
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url?.password) return `${value}`;
  url.password = 'secret';
  return url.href;
}

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = Settings.safeParse(environment);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SettingError(`${issue?.path.join('.')} ${issue?.message}.`);
  }
  const settings = parsed.data;
  if (settings.METRICS_PORT === settings.PORT && settings.PORT !== 0) {
    throw new SettingError('METRICS_PORT must be another port than PORT: metrics are not for the public.');
  }
  return Object.freeze({
    port: settings.PORT,
    host: settings.HOST,
    publicUrl: settings.ENGAGEMENT_PUBLIC_URL?.replace(/\/$/, ''),
    dataDir: settings.ENGAGEMENT_DATA_DIR,
    databaseUrl: settings.DATABASE_URL,
    redisUrl: settings.REDIS_URL,
    kafkaBrokers: settings.KAFKA_BROKERS?.split(',') ?? [],
    masterKey: settings.ENGAGEMENT_MASTER_KEY,
    metricsPort: settings.METRICS_PORT,
    logLevel: settings.LOG_LEVEL,
    trustProxy: settings.ENGAGEMENT_TRUST_PROXY,
  });
}
