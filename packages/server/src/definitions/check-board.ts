import type { Board, Metric, Prize, Window } from '@engagement/contract';

export type Complain = (path: string, message: string) => void;

/** What is wrong with a board that has the right shape: what its metric cannot give, and fields that clash. */
export function checkBoard(board: Board, metrics: ReadonlyMap<string, Metric>, complain: Complain): void {
  checkRepeats(board, complain);
  checkFollowing(board, metrics, complain);
  const metric = metrics.get(board.metric);
  if (!metric) {
    complain('/metric', `There is no metric ${board.metric}`);
    return;
  }
  checkScore(board, metric, complain);
  checkPrizes(board, board.windows ?? metric.windows, complain);
  if (board.score === 'growth') checkGrowth(board, metric, complain);
  else checkWindows(board, metric, complain);
  for (const [index, segment] of (board.segments ?? []).entries()) {
    if (!metric.segments.includes(segment))
      complain(`/segments/${index}`, `The metric ${metric.key} does not keep the segment ${segment}`);
  }
}

function checkRepeats(board: Board, complain: Complain): void {
  for (const field of ['windows', 'segments', 'placements', 'exclude'] as const) {
    const list: readonly string[] = board[field] ?? [];
    for (const [index, value] of list.entries()) {
      if (list.indexOf(value) < index) complain(`/${field}/${index}`, `${value} is named twice`);
    }
  }
}

/** The fields of one kind of score belong to it alone. */
function checkScore(board: Board, metric: Metric, complain: Complain): void {
  const { score, prior, growth, scale } = board;
  if (score !== 'growth' && (score === 'average') !== (metric.fold === 'average')) {
    complain('/score', `The score ${score} cannot be read from the fold ${metric.fold}`);
  }
  if (prior && score !== 'average') complain('/prior', `A prior is for the score average, not for ${score}`);
  if (prior && !metric.windows.includes('all-time')) {
    complain('/prior', `The mean is that of all time, and the metric ${metric.key} does not keep the window all-time`);
  }
  if (growth && score !== 'growth') complain('/growth', `growth is for the score growth, not for ${score}`);
  if (!growth && score === 'growth') complain('/growth', 'The score growth needs a damping');
  if (scale !== undefined && score === 'total') complain('/scale', 'A total has the decimal places of its metric');
}

function checkGrowth({ windows }: Board, metric: Metric, complain: Complain): void {
  if (metric.fold !== 'sum' && metric.fold !== 'count') {
    complain('/score', `Growth is that of a sum or a count, not of the fold ${metric.fold}`);
  }
  if (!metric.windows.includes('day')) {
    complain('/metric', `Growth compares days, and the metric ${metric.key} does not keep the window day`);
  }
  for (const [index, window] of (windows ?? []).entries()) {
    if (window !== 'week' && window !== 'month')
      complain(`/windows/${index}`, `Growth compares weeks or months, not ${nameOf(window)}`);
  }
}

const nameOf = (window: Window) => (window === 'all-time' ? 'all time' : `${window}s`);

function checkWindows(board: Board, metric: Metric, complain: Complain): void {
  for (const [index, window] of (board.windows ?? []).entries()) {
    if (!metric.windows.includes(window))
      complain(`/windows/${index}`, `The metric ${metric.key} does not keep the window ${window}`);
  }
  for (const [index, window] of (board.shownWindows ?? []).entries()) {
    if (!(board.windows ?? metric.windows).includes(window))
      complain(`/shownWindows/${index}`, `The board ${board.key} does not have the window ${window}`);
  }
}

function checkFollowing({ following }: Board, metrics: ReadonlyMap<string, Metric>, complain: Complain): void {
  if (following === undefined) return;
  const metric = metrics.get(following);
  if (!metric) complain('/following', `There is no metric ${following}`);
  else if (metric.fold !== 'unique' || metric.subject !== 'user') {
    complain('/following', `Whom a user follows is a metric of users that folds unique, and ${following} is none`);
  } else if (!metric.windows.includes('all-time')) {
    complain('/following', `The metric ${following} does not keep the window all-time`);
  }
}

function checkPrizes({ prizes, score }: Board, windows: readonly Window[], complain: Complain): void {
  const seasonal = windows.includes('season') && score !== 'growth';
  if (prizes.length > 0 && !seasonal) complain('/prizes', 'Prizes are for seasons: the board needs the window season');
  for (const [index, prize] of prizes.entries()) {
    const before = prizes.slice(0, index);
    if (before.some(({ key }) => key === prize.key)) complain(`/prizes/${index}/key`, `${prize.key} is named twice`);
    const rival = before.find((other) => overlap(other, prize));
    if (!rival) continue;
    const field = prize.ranks ? 'ranks' : 'topPercent';
    complain(`/prizes/${index}/${field}`, `The prizes ${rival.key} and ${prize.key} are for the same places`);
  }
}

function overlap(one: Prize, other: Prize): boolean {
  if (one.ranks && other.ranks) return one.ranks.from <= other.ranks.to && other.ranks.from <= one.ranks.to;
  return one.topPercent !== undefined && one.topPercent === other.topPercent;
}
