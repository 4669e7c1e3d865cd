import { expect, test } from 'vitest';
import { ProblemError } from '../../kernel/problem-error.ts';
import { reportTo } from './errors.ts';

test('an engine that is away is a warning, and only what nobody foresaw is an error', () => {
  const lines: string[] = [];
  const report = reportTo({ warn: () => lines.push('warn'), error: () => lines.push('error') });
  report(new ProblemError('service-unavailable', 'The board cannot be read just now.'));
  report(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
  report(new TypeError('undefined is not a function'));
  expect(lines).toEqual(['warn', 'warn', 'error']);
});
