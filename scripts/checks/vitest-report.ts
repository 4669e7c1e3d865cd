import { readFileSync } from 'node:fs';

export const reportFile = '.cache/vitest-report.json';

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

const read = (): Report => JSON.parse(readFileSync(reportFile, 'utf8'));

/** The last line of a good run. */
export function summaryLine(): string {
  const { numPassedTests, numFailedTests } = read();
  return `${numPassedTests} passed, ${numFailedTests} failed`;
}

/** A test that does not run proves nothing: none may be skipped or left to do. */
export function complaintOfTests(): string | undefined {
  const left = read()
    .testResults.flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ fullName }) => fullName);
  return left.length > 0 ? `${left.length} did not run: ${left.join('; ')}` : undefined;
}
