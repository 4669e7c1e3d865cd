import { PROBLEMS, type ProblemCode } from '@engagement/contract';
import { CLIENT, type ErrorText, NOTICES, SERVER, WIDGETS } from './error-texts.ts';

const HEAD = `# Errors

<!-- Written by scripts/docs/errors.ts: change the texts there. -->

Everything that the SDK rejects with, and everything it reports through \`onError\`, is an \`EngagementError\`:

| Field       | Meaning                                                            |
| ----------- | ------------------------------------------------------------------ |
| \`code\`      | One of the headings below                                          |
| \`message\`   | What happened, where, the code, and where to read more             |
| \`docsUrl\`   | The section of this page                                           |
| \`status\`    | The HTTP status, when a server answered                            |
| \`requestId\` | Name it when you ask for help                                      |
| \`errors\`    | For refused fields: \`{pointer, code, message}\` with a JSON Pointer |
| \`retryable\` | Asking again later may help                                        |

The server answers with the same codes, as \`urn:engagement:error:<code>\` in the \`type\` of an RFC 9457 problem. What is said in the console has the same form, and ends with the code and the section too.
`;

/** The whole page. */
export function errorsPage(): string {
  const server = Object.entries(SERVER).map(([code, text]) => {
    const { status, title } = PROBLEMS[code as ProblemCode];
    return section(code, { ...text, what: `${title} (HTTP ${status})` });
  });
  const others = (texts: Record<string, ErrorText>) => Object.entries(texts).map(([code, text]) => section(code, text));
  return [
    HEAD,
    '# From the server\n',
    ...server,
    '# From the client\n',
    ...others(CLIENT),
    '# In the console, from the client\n',
    ...others(NOTICES),
    '# In the console, from widgets\n',
    ...others(WIDGETS),
  ].join('\n');
}

const section = (code: string, { what, why, fix }: ErrorText): string =>
  `## ${code}\n\n${what}.\n\n- **Why:** ${why}\n- **What to do:** ${fix}\n`;
