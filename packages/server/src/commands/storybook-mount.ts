import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler } from 'express';
import type { Mount } from '../platform/http/http-server.ts';

/** Builds the static files of Storybook, unless they are there, and resolves with their folder. */
export type BuildStorybook = () => Promise<string>;

/** Pages of Storybook that have scripts in them: its frame, and the one that stories are shown in. */
const PAGES = ['index.html', 'iframe.html'];

const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>Storybook is being built</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-inline-size:32rem;margin:20vh auto;padding:0 1rem}</style>
<h1>Storybook is being built</h1>
<p>That happens once after a change of the widgets and takes up to half a minute, on a busy machine longer. This page goes on by itself.</p></html>`;

/** Storybook, built by the first visitor of it, so that nobody else waits: they read that it is being built. */
export function storybookMount(build: BuildStorybook): Mount {
  let site: RequestHandler | undefined;
  let building = false;
  let failure: unknown;

  async function open(): Promise<void> {
    building = true;
    try {
      site = await serveFolder(await build());
    } catch (error) {
      failure = error;
    } finally {
      building = false;
    }
  }

  const handler: RequestHandler = (request, response, next) => {
    if (site) return site(request, response, next);
    if (failure) {
      const error = failure;
      failure = undefined; // whoever comes next tries again
      return next(error);
    }
    if (!building) void open();
    response
      .status(503)
      .set({ 'content-security-policy': policy([]), 'cache-control': 'no-store', 'retry-after': '2', refresh: '2' })
      .type('html')
      .send(WAITING);
  };
  return { path: '/storybook', handler };
}

async function serveFolder(folder: string): Promise<RequestHandler> {
  const hashed = join(folder, 'assets/'); // what changes there has another name
  const pages = await Promise.all(PAGES.map((page) => readFile(join(folder, page), 'utf8')));
  const headers = {
    'content-security-policy': policy(pages.flatMap(inlineScripts).map(hashOf)),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  };
  return express.static(folder, {
    setHeaders(response, file) {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.setHeader('cache-control', file.startsWith(hashed) ? 'max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Nothing from elsewhere and no script but Storybook's own. Storybook itself writes styles into its pages. */
function policy(scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/** The text of every script that stands in a page itself. */
function inlineScripts(page: string): string[] {
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
}

const hashOf = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
