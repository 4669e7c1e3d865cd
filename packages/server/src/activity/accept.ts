import { ActivityEvent, type FieldError, type ProblemCode, type Trust } from '@engagement/contract';
import type { z } from 'zod';
import type { TypeRegistry } from '../definitions/type-registry.ts';
import { fieldErrors } from '../kernel/field-errors.ts';
import { type Micros, microsOf } from '../kernel/instant.ts';
import { jsonFault } from '../kernel/json-fault.ts';
import type { Fact } from './fact.ts';

/** Who says it, judged by the credential, the topic or the operator; never by the payload. */
export interface Speaker {
  readonly trust: Trust;
  /** The user of a user token, who alone may be the subject. */
  readonly user?: string | undefined;
  /** An import may be of any age; live producers reach back 90 days. */
  readonly anyAge?: boolean;
}

export interface Rejection {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly FieldError[];
}

export type Acceptance = { readonly fact: Fact } | { readonly rejection: Rejection };

const MAX_AHEAD: Micros = 5 * 60 * 1_000_000;
const MAX_AGE: Micros = 90 * 24 * 3600 * 1_000_000;

const reject = (code: ProblemCode, detail: string, errors: readonly FieldError[] = []): Acceptance => ({
  rejection: { code, detail, errors },
});

const refuse = (pointer: string, code: string, message: string): Acceptance =>
  reject('invalid-request', message, [{ pointer, code, message }]);

function invalid(error: z.ZodError, prefix = ''): Acceptance {
  const errors = fieldErrors(error, prefix);
  return reject(
    'invalid-request',
    `The event is not valid: ${errors[0]?.pointer || 'it'}: ${errors[0]?.message}`,
    errors,
  );
}

/** The front door: one event in, a fact or the reason why not. Judged once, against the moment `now` of arrival. */
export function accept(input: unknown, speaker: Speaker, types: TypeRegistry, now: Micros): Acceptance {
  const fault = jsonFault(input);
  if (fault) return refuse(fault.pointer, 'invalid', `${fault.pointer || 'The event'} ${fault.message}`);
  const parsed = ActivityEvent.safeParse(input);
  if (!parsed.success) return invalid(parsed.error);
  const event = parsed.data;
  const type = types.find(event.type);
  if (!type) return refuse('/type', 'unknown-type', `The type ${event.type} is neither built in nor registered`);
  const data = type.data.safeParse(event.data);
  if (!data.success) return invalid(data.error, '/data');
  const misuse =
    checkTime(event, speaker, now) ??
    checkSpeaker(event, speaker, type.client) ??
    checkReversal(event, type.reverses) ??
    checkAmount(data.data as Fact['data']);
  if (misuse) return misuse;
  const { id, source, reverses } = event;
  return {
    fact: {
      trust: speaker.trust,
      source,
      id,
      type: event.type,
      time: microsOf(event.time),
      subject: event.subject ?? speaker.user ?? null,
      data: data.data as Fact['data'],
      reverses: reverses
        ? { trust: event.reversestrust ?? speaker.trust, source: event.reversessource ?? source, id: reverses }
        : null,
    },
  };
}

function checkTime(event: ActivityEvent, speaker: Speaker, now: Micros): Acceptance | undefined {
  const time = microsOf(event.time);
  if (!Number.isSafeInteger(time)) return refuse('/time', 'invalid', 'time must be a real date and time');
  if (time > now + MAX_AHEAD) return refuse('/time', 'too-late', 'time must be at most 5 minutes ahead');
  if (!speaker.anyAge && time < now - MAX_AGE) {
    return refuse('/time', 'too-early', 'time must be within the last 90 days; import older events');
  }
  return undefined;
}

function checkSpeaker(event: ActivityEvent, speaker: Speaker, allowsClients: boolean): Acceptance | undefined {
  if (speaker.trust === 'server') return undefined;
  if (!allowsClients) {
    const message = `${event.type} is a value event: it must come from your server, or opt in with client: true`;
    return reject('forbidden', message, [{ pointer: '/type', code: 'server-only', message }]);
  }
  if (event.subject !== undefined && event.subject !== speaker.user) {
    return refuse('/subject', 'not-yours', 'subject must be the user of the token, or left out');
  }
  if (event.reversestrust === 'server') {
    return refuse('/reversestrust', 'not-yours', 'a browser cannot take back what a server said');
  }
  return undefined;
}

function checkReversal(event: ActivityEvent, takesBack: readonly string[]): Acceptance | undefined {
  if (takesBack.length > 0 && event.reverses === undefined) {
    return refuse('/reverses', 'required', `${event.type} must name the event that it takes back`);
  }
  if (takesBack.length === 0 && event.reverses !== undefined) {
    return refuse('/reverses', 'not-a-reversal', `${event.type} takes nothing back`);
  }
  if (event.reverses === undefined && (event.reversessource ?? event.reversestrust) !== undefined) {
    return refuse('/reverses', 'required', 'reversessource and reversestrust go with reverses');
  }
  return undefined;
}

/** Also where a type of the tenant's own would allow it: nothing can be taken back of less than nothing. */
function checkAmount({ amount }: Fact['data']): Acceptance | undefined {
  return typeof amount === 'number' && amount < 0
    ? refuse('/data/amount', 'negative', 'amount must not be negative; a reversal takes back')
    : undefined;
}
