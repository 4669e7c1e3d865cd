import type { Board, Exposure, ExposureInput, Metric, Window } from '@engagement/contract';
import { invalid, ProblemError } from '../kernel/problem-error.ts';
import type { Definition, WantedDefinition } from './diff.ts';

const FIELDS = ['enabled', 'placements', 'shownWindows'] as const satisfies readonly (keyof Board)[];

const isBoard = ({ kind }: Definition) => kind === 'board';
const boardOf = ({ document }: Definition) => document as unknown as Board;

/** Definitions to apply, with where boards are shown filled in as it is, unless they say it: a switch outlives a file. */
export function keepExposure(held: readonly Definition[], given: readonly WantedDefinition[]): WantedDefinition[] {
  const boards = new Map(held.filter(isBoard).map((definition) => [definition.key, boardOf(definition)]));
  return given.map((definition) => {
    if (!isBoard(definition)) return definition;
    const before = boards.get(definition.key);
    const kept = Object.fromEntries(
      FIELDS.map((field) => [field, before?.[field]]).filter(([, value]) => value != null),
    );
    const shownWindows = stillThere(before?.shownWindows, boardOf(definition).windows);
    return { ...definition, document: { enabled: true, ...kept, shownWindows, ...definition.document } };
  });
}

/** A window that the board loses is not shown either; when none is left, all the others are. */
function stillThere(shown: Board['shownWindows'], windows: Board['windows']): readonly Window[] | undefined {
  const left = shown?.filter((window) => windows?.includes(window) ?? true);
  return left && left.length > 0 ? left : undefined;
}

/** @throws ProblemError `not-found` */
export function readExposure(held: readonly Definition[], key: string): Exposure {
  const { board, windows } = find(held, key);
  const { enabled = true, placements = null, shownWindows } = board;
  return { enabled, placements, windows: shownWindows ?? [...windows] };
}

/** All definitions with one board shown otherwise. @throws ProblemError `not-found`, or one that names the field */
export function withExposure(held: readonly Definition[], key: string, change: ExposureInput): WantedDefinition[] {
  const { board, windows } = find(held, key);
  for (const [index, window] of (change.windows ?? []).entries())
    if (!windows.includes(window))
      throw invalid(`/windows/${index}`, `This board has no window ${window}. Its windows are: ${windows.join(', ')}.`);
  const before = readExposure(held, key);
  const { enabled = before.enabled, placements = before.placements, windows: wanted = before.windows } = change;
  const shown = windows.filter((window) => wanted?.includes(window) ?? true);
  const document = { ...board, enabled, placements, shownWindows: shown.length < windows.length ? shown : null };
  const isMeant = (definition: Definition) => isBoard(definition) && definition.key === key;
  return held.map((definition) => ({ ...definition, ...(isMeant(definition) && { document }), pointer: '' }));
}

function find(held: readonly Definition[], key: string): { board: Board; windows: readonly Window[] } {
  const definition = held.find((definition) => isBoard(definition) && definition.key === key);
  if (!definition) throw new ProblemError('not-found', `There is no board ${key}.`);
  const board = boardOf(definition);
  const metric = held.find(({ kind, key }) => kind === 'metric' && key === board.metric);
  if (!metric) throw new Error(`Board ${key} names the metric ${board.metric}, which is not defined.`);
  return { board, windows: board.windows ?? (metric.document as unknown as Metric).windows };
}
