import { ERROR_HEADS, ERROR_TEXTS } from '@engagement/contract';

const HEAD = `# Errors

<!-- Written by scripts/docs/errors.ts: change the texts in packages/contract/src/errors/texts.ts. -->

Everything that the SDK rejects with, and everything it reports through \`onError\`, is an \`EngagementError\`:

| Field       | Meaning                                                            |
| ----------- | ------------------------------------------------------------------ |
| \`code\`      | One of the headings below                                          |
| \`message\`   | What happened, where, the code, and where to read more             |
| \`docsUrl\`   | The section of this page on your engagement server                 |
| \`status\`    | The HTTP status, when a server answered                            |
| \`requestId\` | Name it when you ask for help                                      |
| \`errors\`    | For refused fields: \`{pointer, code, message}\` with a JSON Pointer |
| \`retryable\` | Asking again later may help                                        |

The server answers with the same codes, as \`urn:engagement:error:<code>\` in the \`type\` of an RFC 9457 problem. What is said in the console has the same form, and ends with the code and the section too. Every engagement server shows this page at \`/docs/errors\`, which is where the links lead.
`;

/** The whole page. */
export function errorsPage(): string {
  const parts = Object.entries(ERROR_TEXTS).flatMap(([part, texts]) => [
    `# ${ERROR_HEADS[part as keyof typeof ERROR_HEADS]}\n`,
    ...Object.entries(texts).map(
      ([code, { what, why, fix }]) => `## ${code}\n\n${what}.\n\n- **Why:** ${why}\n- **What to do:** ${fix}\n`,
    ),
  ]);
  return [HEAD, ...parts].join('\n');
}
