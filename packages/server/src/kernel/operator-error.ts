/** Something that only the person at the keyboard can put right; the message is one sentence that says what. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
