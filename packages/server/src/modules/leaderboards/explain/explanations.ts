import type { Explanation } from '@engagement/contract';
import type { FactPlace } from '../../../activity/facts-behind.ts';
import type { Catalogues } from '../../../definitions/catalogue.ts';
import type { KnownCaller } from '../../../kernel/caller.ts';
import { type Micros, microsOf } from '../../../kernel/instant.ts';
import { ProblemError } from '../../../kernel/problem-error.ts';
import type { SharesPage } from '../../../metrics/contributions.ts';
import type { Database, Executor } from '../../../platform/db/database.ts';
import type { Cursors } from '../../../platform/http/cursors.ts';
import { ranksPeople } from '../domain.ts';
import type { Contributions } from '../ports.ts';
import { readPrior } from '../repository.ts';
import { type BoardService, meOf, type Opened, scopeOf, type ViewRequest } from '../service.ts';
import { archiveStandings } from '../standings/archive/read-archive.ts';
import { chooseStandings } from '../standings/choose.ts';
import { type OwnNumbers, readMeetings, readOwnNumbers } from '../standings/sql/circumstances.ts';
import { sqlStandings } from '../standings/sql/read-board.ts';
import type { BoardView } from '../standings/standings.ts';
import type { Case } from './case.ts';
import { explainedFact, namedFact } from './facts.ts';
import { scoreOf } from './score-steps.ts';
import { stepsOf } from './steps.ts';
import { wordsFor } from './words.ts';

export interface ExplanationsDeps {
  readonly database: Database;
  readonly catalogues: Catalogues;
  readonly contributions: Contributions;
  readonly cursors: Cursors;
  readonly boards: BoardService;
}

/** Which of the facts behind an entry. */
interface Stretch {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** The last fact of a page, in the period that was meant when the first page was read. */
interface Position {
  readonly periodKey: string;
  readonly place: FactPlace;
}

const NO_FACTS: SharesPage = { shares: [], next: null };

/** Says why an entry has its score and its rank, out of one moment of the database. */
export class Explanations {
  readonly #deps: ExplanationsDeps;

  constructor(deps: ExplanationsDeps) {
    this.#deps = deps;
  }

  /**
   * `me` is the user of the token. Facts are for the entry's owner and for servers; others see the formula and totals.
   * @throws ProblemError `not-found` when there is no entry, or none that may be seen
   */
  async explain(caller: KnownCaller, request: ViewRequest, id: string, stretch: Stretch): Promise<Explanation> {
    const { boards, database, cursors } = this.#deps;
    const found = await boards.find(caller, request);
    const subject = id === 'me' ? meOf(caller, found.metric) : id;
    const scope = ['explain', subject, ...scopeOf(caller, found, request)];
    const position = stretch.cursor === undefined ? undefined : (cursors.open(stretch.cursor, scope) as Position);
    const { view, shown } = await boards.open(caller, request, position?.periodKey ?? request.period);
    const factsShown = maySeeFacts(caller, view, subject);
    const seen = await database.snapshot(async (tx) => {
      const looked = await this.#look(tx, { view, shown }, subject, factsShown);
      if (!looked) throw noEntry(view, id);
      const { behind, ...rest } = looked;
      return { ...rest, page: behind ? await behind.page(position?.place ?? null, stretch.limit) : NO_FACTS };
    });
    const me = caller.kind === 'user' ? caller.user : undefined;
    const [entry] = seen.case.ranked ? await boards.ownEntries(view, seen.reading, me) : [];
    const { shares, next } = seen.page;
    return {
      board: await boards.summary(view.tenant, shown),
      period: shown.period,
      segment: view.segment || null,
      entry: entry ?? null,
      steps: stepsOf(seen.case),
      facts: factsShown ? shares.map((share) => explainedFact(view, share, seen.case.words)) : null,
      version: seen.reading.version,
      nextCursor: next && cursors.seal({ periodKey: view.period.key, place: next } satisfies Position, scope),
    };
  }

  /** Undefined when there is nothing that the reader may know of: no number, no entry, or somebody who is hidden. */
  async #look(tx: Executor, { view, shown }: Pick<Opened, 'view' | 'shown'>, id: string, factsShown: boolean) {
    const standings = chooseStandings(sqlStandings(tx), archiveStandings(tx));
    const reading = await standings.read(view, { kind: 'around', id, span: 1 }, [id]);
    const [standing] = reading.asked;
    const numbers = await readOwnNumbers(tx, view, id);
    if (!numbers || numbers.hidden) return undefined;
    if (!standing && (!factsShown || numbers.count === 0n)) return undefined;
    const at = reading.rows.findIndex((row) => row.id === id);
    const ranked = standing && {
      standing,
      meetings: await readMeetings(tx, view, id),
      total: reading.total,
      before: reading.rows[at - 1],
      after: reading.rows[at + 1],
    };
    const { mean = view.board.prior ? await readPrior(tx, view.tenant.id, view.metric) : null } = shown;
    const latest = numbers.reachedAt ?? (standing && microsOf(standing.reachedAt)) ?? null;
    const behind = factsShown && latest !== null ? await this.#factsBehind(tx, view, id, numbers, latest) : null;
    const decisive = await behind?.decisive();
    const it: Case = {
      view,
      numbers,
      score: scoreOf(view, numbers, mean),
      mean,
      ranked: ranked ?? null,
      factsShown,
      decisive: decisive ? namedFact(decisive) : null,
      words: wordsFor(view),
    };
    return { reading, case: it, behind };
  }

  async #factsBehind(tx: Executor, view: BoardView, subject: string, { value, spans }: OwnNumbers, latest: Micros) {
    const { catalogues, contributions } = this.#deps;
    const { metric, segment, tenant } = view;
    return contributions.of(tx, await catalogues.current(tenant.id), {
      metric,
      subject,
      spans,
      segment,
      value,
      reachedAt: latest,
    });
  }
}

function maySeeFacts(caller: KnownCaller, { metric }: BoardView, subject: string): boolean {
  if (caller.kind === 'secret') return true;
  return caller.kind === 'user' && ranksPeople(metric) && caller.user === subject;
}

function noEntry({ metric }: BoardView, id: string): ProblemError {
  const who = id === 'me' ? 'The user of the token' : `The ${metric.subject} ${id}`;
  return new ProblemError('not-found', `${who} has no entry on this board in this period.`);
}
