import type { BoardPage } from '@engagement/sdk';

export interface Plinths {
  /** What one line stands for, in the unit of scores; null where heights say nothing. */
  unit: number | null;
  /** Height of each place in lines. */
  lines: number[];
  /** From one line to the next, in pixels: a multiple of four, so that three quarters of it are whole pixels too. */
  pitch: number;
}

const MOST_LINES = 50;
/** As high as the first is about, in pixels. */
const HEIGHT = 200;
const STEPS = [1, 2, 2.5, 5, 10];
/** Where scores have no halves of a step. */
const WHOLE_STEPS = [1, 2, 4, 5, 10];
/** Of a board without a scale. */
const PLAIN = [44, 36, 29];

/** The plinths of a podium: their heights are the scores, in lines of a round number. The first has 25 to 50 where scores are fine enough. */
export function plinthsOf({ board, data }: BoardPage): Plinths {
  const scores = data.slice(0, 3).map(({ score }) => score);
  const [best = 0] = scores;
  if (board.direction === 'ascending' || board.score === 'growth' || best <= 0)
    return { unit: null, lines: PLAIN.slice(0, scores.length), pitch: 4 };
  const unit = roundUnit(best, board.unit?.currency ? 0 : board.scale);
  const lines = scores.map((score) => Math.max(0, Math.round((score / unit) * 10) / 10));
  return { unit, lines, pitch: pitchOf(lines[0] ?? 0) };
}

/** The smallest round number that the best score holds at most fifty times, and that scores of this scale can have. */
function roundUnit(best: number, scale: number): number {
  const smallest = 10 ** -scale;
  const magnitude = 10 ** Math.floor(Math.log10(best / MOST_LINES));
  const fits = (unit: number) => unit >= smallest && best / unit <= MOST_LINES;
  const steps = magnitude > smallest ? STEPS : WHOLE_STEPS;
  return steps.map((step) => Number((step * magnitude).toPrecision(3))).find(fits) ?? smallest;
}

/** Few lines stand further apart. */
function pitchOf(lines: number): number {
  return Math.min(24, Math.max(4, 4 * Math.floor(HEIGHT / lines / 4)));
}
