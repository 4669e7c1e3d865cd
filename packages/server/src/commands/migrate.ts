import { readArguments } from './arguments.ts';
import { print } from './output.ts';
import { openFoundation, settings } from './session.ts';

export async function migrate(argv: readonly string[]): Promise<number> {
  readArguments(argv, 'migrate', {}, 0);
  const foundation = await openFoundation(settings());
  await foundation.close();
  print({}, {}, ['The schema is at head.']);
  return 0;
}
