// Writes docs/errors.md: every code that the server, the SDK and the widgets name, with what happened, why, and what to do.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors-page.ts';

writeFileSync(join(import.meta.dirname, '../../docs/errors.md'), errorsPage());
