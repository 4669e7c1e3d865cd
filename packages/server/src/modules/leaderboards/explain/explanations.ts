import type { Explanation } from '@engagement/contract';
import type { FactPlace } from '../../../activity/facts-behind.ts';
import type { Catalogues } from '../../../definitions/catalogue.ts';
import type { KnownCaller } from '../../../kernel/caller.ts';
import { ProblemError } from '../../../kernel/problem-error.ts';
import type { SharesPage } from '../../../metrics/contributions.ts';
import type { Database, Executor } from '../../../platform/db/database.ts';
import type { Cursors } from '../../../platform/http/cursors.ts';
import { ranksPeople, summaryOf } from '../domain.ts';
import type { Contributions } from '../ports.ts';
import { type BoardService, meOf, scopeOf, type ViewRequest } from '../service.ts';
import { readCircumstances } from '../standings/sql/circumstances.ts';
import { sqlStandings } from '../standings/sql/read-board.ts';
import type { BoardView, OwnStanding } from '../standings/standings.ts';
import { explainedFact, namedFact } from './facts.ts';
import { type Case, stepsOf } from './steps.ts';
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
    const { board, metric } = await boards.find(caller, request.board);
    const subject = id === 'me' ? meOf(caller, metric) : id;
    const scope = ['explain', subject, ...scopeOf(caller, board, request)];
    const position = stretch.cursor === undefined ? undefined : (cursors.open(stretch.cursor, scope) as Position);
    const opened = await boards.open(caller, request, position?.periodKey ?? request.period);
    const { view, period } = opened;
    const factsShown = maySeeFacts(caller, view, subject);
    const found = await database.snapshot((tx) =>
      this.#look(tx, view, subject, factsShown, position?.place ?? null, stretch.limit),
    );
    const [entry] = await boards.ownEntries(view, found.reading, caller.kind === 'user' ? caller.user : undefined);
    if (!entry) throw noEntry(view, id);
    const { next, shares } = found.page;
    return {
      board: summaryOf(view.board, view.metric),
      period,
      segment: view.segment || null,
      entry,
      steps: stepsOf(found.case),
      facts: factsShown ? shares.map((share) => explainedFact(view, share, found.case.words)) : null,
      version: found.reading.version,
      nextCursor: next && cursors.seal({ periodKey: view.period.key, place: next } satisfies Position, scope),
    };
  }

  async #look(tx: Executor, view: BoardView, id: string, factsShown: boolean, after: FactPlace | null, limit: number) {
    const { catalogues, contributions } = this.#deps;
    const reading = await sqlStandings(tx).read(view, { kind: 'around', id, span: 1 }, [id]);
    const standing = reading.asked[0] as OwnStanding | undefined;
    const circumstances = await readCircumstances(tx, view, id);
    if (!standing || !circumstances) throw noEntry(view, id);
    const catalogue = await catalogues.current(view.tenant.id);
    const { metric, period, segment } = view;
    const number = { metric, subject: id, period, segment, value: circumstances.value };
    const behind = contributions.of(tx, catalogue, number);
    const decisive = factsShown ? await behind.decisive() : null;
    const at = reading.rows.findIndex((row) => row.id === id);
    const it: Case = {
      view,
      standing,
      circumstances,
      total: reading.total,
      before: reading.rows[at - 1],
      after: reading.rows[at + 1],
      factsShown,
      decisive: decisive && namedFact(decisive),
      words: wordsFor(metric, view.tenant.zone),
    };
    return { reading, case: it, page: factsShown ? await behind.page(after, limit) : NO_FACTS };
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
