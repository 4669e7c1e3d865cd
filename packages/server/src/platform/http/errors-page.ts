import { createHash } from 'node:crypto';
import { ERROR_HEADS, ERROR_TEXTS, ERRORS_PAGE } from '@engagement/contract';
import type { RequestHandler } from 'express';
import type { Mount } from './http-server.ts';

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;padding:2rem 1.25rem 50vh;max-inline-size:42rem;font:1rem/1.55 system-ui,sans-serif;background:Canvas;color:CanvasText}
h1,h2,h3{line-height:1.25;text-wrap:balance}
h2{margin-block:3rem 0;padding-block-end:.5rem;border-block-end:1px solid}
h3{margin-block:0 .25rem;font:600 1.0625rem/1.4 ui-monospace,monospace}
h3 a{color:inherit;text-decoration:none}
h3 a:hover,h3 a:focus-visible{text-decoration:underline}
section{padding:1rem;margin-inline:-1rem;border-radius:6px;scroll-margin-block-start:2rem}
section:target{background:color-mix(in oklab,Highlight 14%,Canvas);box-shadow:inset 3px 0 Highlight}
p,dl{margin:0}
dt{margin-block-start:.5rem;font-weight:600}
dd{margin:0}
code{font-family:ui-monospace,monospace;font-size:.9375em;overflow-wrap:anywhere}`;

const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'cache-control': 'public, max-age=300',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The page that `docsUrl` of an error leads to: every code of the contract, with what happened, why, and what to do. */
export function errorsPageMount(): Mount {
  const page = errorsPage();
  const handler: RequestHandler = ({ method, path }, response, next) => {
    if (path !== '/' || (method !== 'GET' && method !== 'HEAD')) return next();
    response.set(HEADERS).type('html').send(page);
  };
  return { path: ERRORS_PAGE, handler };
}

function errorsPage(): string {
  const parts = Object.entries(ERROR_TEXTS).map(([part, texts]) => {
    const head = ERROR_HEADS[part as keyof typeof ERROR_HEADS];
    return `<h2>${escaped(head)}</h2>\n${Object.entries(texts).map(section).join('\n')}`;
  });
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Errors of the engagement server</title>
<style>${STYLE}</style>
<main>
<h1>Errors</h1>
<p>Every code that the engagement server, its SDK and its widgets name: why it comes, and what to do.</p>
${parts.join('\n')}
</main></html>`;
}

function section([code, { what, why, fix }]: [string, { what: string; why: string; fix: string }]): string {
  const id = escaped(code);
  return `<section id="${id}"><h3 translate="no"><a href="#${id}">${id}</a></h3>
<p>${rich(what)}.</p>
<dl><dt>Why</dt><dd>${rich(why)}</dd><dt>What to do</dt><dd>${rich(fix)}</dd></dl></section>`;
}

/** What stands between backticks is code. */
const rich = (text: string): string => escaped(text).replaceAll(/`([^`]+)`/g, '<code translate="no">$1</code>');

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
