import type { EventAnswer } from '@engagement/contract';
import type { Attempted } from './history.ts';

/** What may come of an event, by what it is. */
const STATUSES = { recorded: ['recorded', 'duplicate'], failed: ['failed'] } as const;

/**
 * What cannot be true in the answer to an event whose sender waited. Others move the same numbers at the same time, so
 * the model cannot say what they are; but nothing here adds up to less than 0, and so no number is smaller than what the
 * event added to it.
 */
export function wrongAnswer(attempt: Attempted, answer: EventAnswer): string[] {
  const { event, fate } = attempt;
  const { id, status, metrics, ranks } = answer;
  const wrong: string[] = [];
  const expected: readonly string[] = fate === 'failed' ? STATUSES.failed : STATUSES.recorded;
  if (id !== event.id) wrong.push(`the answer is about ${id}`);
  if (!expected.includes(status)) wrong.push(`it was ${status}, and should be ${expected.join(' or ')}`);
  if (status === 'recorded') attempt.news += 1;
  if (attempt.news > 1) wrong.push('it was answered as newly recorded more than once');
  if (status !== 'recorded') return wrong;
  for (const { metric, period, value, count, delta } of metrics) {
    const name = `${metric} in ${period}`;
    if (count < 0 || (value ?? 0) < 0) wrong.push(`${name} is ${value} of ${count}`);
    if (delta !== null && delta > (value ?? 0)) wrong.push(`${name} is ${value}, and ${delta} was added`);
  }
  const { creatorId } = event.data;
  const counts = ({ metric, subject, window }: EventAnswer['metrics'][number]) =>
    metric === 'revenue' && subject === creatorId && window === 'all-time';
  if (event.type === 'purchase.completed' && !metrics.some(counts)) wrong.push('it says nothing of the revenue');
  for (const { board, rank, score } of ranks ?? []) {
    if (rank < 1 || score < 0) wrong.push(`rank ${rank} on ${board} with ${score}`);
  }
  return wrong;
}
