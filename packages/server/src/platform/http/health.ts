import type { Readiness } from '@engagement/contract';

/** Looks at something that requests need. */
export interface Check {
  /** Resolves with what it saw, or rejects with why not. */
  readonly look: () => Promise<string>;
  /** Whether requests can be served without it; then what it says is told, and no more. */
  readonly dispensable?: boolean;
}

export type Checks = Readonly<Record<string, Check>>;

/** Also when an engine hangs, the answer comes within a second. */
const ANSWER_MS = 800;
/** Anyone may ask, so that engines are looked at twice a second and not more often. */
const FRESH_MS = 500;
/** A look that hangs is given up after that, and taken anew. */
const HANGING_MS = 5000;

type Result = Readiness['checks'][number];

/** Whether requests can be served, with a reason for each engine; nothing is asked twice while it has not answered. */
export function createReadiness(checks: Checks, isDraining: () => boolean): () => Promise<Readiness> {
  const looks = Object.entries(checks).map(([name, { look, dispensable = false }]) => ({
    dispensable,
    result: fresh(name, () => resultOf(name, look)),
  }));
  return async () => {
    const seen = await Promise.all(
      looks.map(async ({ dispensable, result }) => ({ dispensable, result: await result() })),
    );
    const ready = !isDraining() && seen.every(({ dispensable, result }) => result.ok || dispensable);
    const draining = { name: 'draining', ok: !isDraining(), detail: isDraining() ? 'stopping' : 'no' };
    return { status: ready ? 'ready' : 'not-ready', checks: [...seen.map(({ result }) => result), draining] };
  };
}

async function resultOf(name: string, look: () => Promise<string>): Promise<Result> {
  try {
    return { name, ok: true, detail: await look() };
  } catch (error) {
    return { name, ok: false, detail: error instanceof NotReady ? error.message : 'out of reach' };
  }
}

/** Why not, in words that anyone may read. Of other errors no more is told than that there was one. */
export class NotReady extends Error {}

/** The last result while it is fresh; `out of reach` when the one that is under way takes too long. */
function fresh(name: string, run: () => Promise<Result>): () => Promise<Result> {
  let asked = Number.NEGATIVE_INFINITY;
  let pending: Promise<Result> | undefined;
  let last: Result | undefined;
  return async () => {
    if (last && performance.now() - asked < FRESH_MS) return last;
    if (!pending || performance.now() - asked > HANGING_MS) pending = begin();
    return (await within(pending)) ?? { name, ok: false, detail: 'does not answer' };
  };

  function begin(): Promise<Result> {
    asked = performance.now();
    last = undefined;
    const mine = run().then((result) => {
      if (pending === mine) pending = undefined;
      last = result;
      return result;
    });
    return mine;
  }
}

/** What came in time. */
async function within(pending: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ANSWER_MS);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}
