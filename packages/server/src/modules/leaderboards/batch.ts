import { AroundQuery, type EntriesResult, TopQuery } from '@engagement/contract';
import type { KnownCaller } from '../../kernel/caller.ts';
import { ProblemError } from '../../kernel/problem-error.ts';
import { toProblem } from '../../platform/http/errors.ts';
import { checkedQuery } from '../../platform/http/input.ts';
import { JsonText, jsonTextOf, problemOf } from '../../platform/http/reply.ts';
import type { BoardService } from './service.ts';
import type { SharedPages } from './shared-pages.ts';

export interface BatchDeps {
  readonly boards: BoardService;
  readonly shared?: SharedPages | undefined;
  /** Hears of what nobody foresaw. */
  report(error: unknown): void;
}

type Answers = JsonText<{ results: EntriesResult[] }>;

/** Several pages at once, each read as it would be alone: what is wrong with one is no matter of the others. */
export class BoardBatch {
  readonly #deps: BatchDeps;

  constructor(deps: BatchDeps) {
    this.#deps = deps;
  }

  /** @throws ProblemError `service-unavailable` when that is the answer to all of them, so that callers wait and ask again */
  async read(caller: KnownCaller, queries: readonly unknown[], requestId: string): Promise<Answers> {
    const answers = await Promise.all(queries.map((query) => this.#page(caller, query).catch(toProblem)));
    const failures = answers.filter((answer) => answer instanceof ProblemError);
    const [away] = failures;
    if (away && failures.length === answers.length && failures.every(({ status }) => status === 503)) throw away;
    for (const failure of failures) if (failure.status >= 500) this.#deps.report(failure.cause ?? failure);
    const results = answers.map((answer) =>
      answer instanceof ProblemError
        ? JSON.stringify({ problem: problemOf(answer, requestId) })
        : `{"page":${jsonTextOf(answer)}}`,
    );
    return new JsonText(`{"results":[${results.join()}]}`);
  }

  async #page(caller: KnownCaller, query: unknown) {
    const { boards, shared } = this.#deps;
    if (isAround(query)) {
      const { around, span, ...view } = checkedQuery(AroundQuery, query);
      return boards.around(caller, view, around, span);
    }
    const { limit, cursor, ...view } = checkedQuery(TopQuery, query);
    return (shared ?? boards).page(caller, view, limit, cursor);
  }
}

const isAround = (query: unknown): boolean => typeof query === 'object' && query !== null && 'around' in query;
