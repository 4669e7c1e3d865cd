import type { Problem } from '@engagement/contract';
import type { ServerClock } from '../clock/server-clock.ts';
import type { EngagementError, phrase } from '../errors/engagement-error.ts';
import type { Identity } from '../identity/identity.ts';
import type { TakeNote } from '../inspection/note.ts';
import type { Http } from '../transport/http.ts';
import type { Consent, InitOptions } from '../types.ts';

/** What the queue asks of the core. It imports nothing of it at run time, so that the core stays one file. */
export interface QueuePorts extends Pick<InitOptions, 'flush' | 'storage' | 'beforeSend'> {
  key: string;
  http: Pick<Http, 'post'>;
  clock: Pick<ServerClock, 'offset'>;
  /** What is said to the page's developer. */
  phrase: typeof phrase;
  /** A problem as the error that callers see. */
  error(problem: Pick<Problem, 'type' | 'detail'>): EngagementError;
  note: TakeNote;
  identity: Pick<Identity, 'credential' | 'settled'>;
  report(error: EngagementError): void;
  isOffline(): boolean;
  consent(): Consent;
  /** Aborts with the client. */
  closed: AbortSignal;
}
