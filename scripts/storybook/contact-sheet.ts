// Pictures of stories in every theme, scheme and direction, to be looked at: .cache/contact-sheet/index.html
//   npm run contact-sheet -- brand-demo-dark      only those whose names begin so
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { preview } from 'vite';
import { chromiumArguments, installChromium } from '../engines/chromium.ts';
import { root } from '../fingerprint.ts';
import { buildStorybook } from './build.ts';

const folder = join(root, '.cache/contact-sheet');

const THEMES = ['default', 'minimal', 'high-contrast', 'brand-demo'];
const SCHEMES = ['light', 'dark'];
const DIRECTIONS = ['ltr', 'rtl'];

/** What is worth a look: the standard board, its layouts, and all its states. */
const SHOWN = /^widgets-leaderboard-(overview--(playground|with-own-row|list|podium|season)|states--all)$/;

interface Story {
  id: string;
  title: string;
  name: string;
  type: 'story' | 'docs';
}

interface Picture {
  story: Story;
  png: string;
}

async function drawAll(wanted = ''): Promise<void> {
  const built = await buildStorybook();
  const { entries } = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8'));
  const stories = (Object.values(entries) as Story[]).filter(({ id, type }) => type === 'story' && SHOWN.test(id));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const server = await preview({ root, configFile: false, build: { outDir: built }, logLevel: 'warn' });
  const browser = await chromium.launch({ executablePath: installChromium(), args: chromiumArguments });
  const names: string[] = [];
  try {
    for (const theme of THEMES)
      for (const scheme of SCHEMES)
        for (const direction of DIRECTIONS) {
          const name = `${theme}-${scheme}-${direction}`;
          if (!name.startsWith(wanted)) continue;
          const globals = `theme:${theme};scheme:${scheme};direction:${direction};motion:reduced`;
          const pictures = await picturesOf(browser, server.resolvedUrls?.local[0] ?? '', stories, globals);
          names.push(await sheetOf(browser, name, pictures));
        }
  } finally {
    await browser.close();
    await server.close();
  }
  const page = names.map((name) => `<h2>${name}</h2><img src="${name}.png" alt="Stories, ${name}">`).join('\n');
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="en"><title>Contact sheet</title>\n${page}\n`);
  console.log(join(folder, 'index.html'));
}

async function picturesOf(browser: Browser, address: string, stories: Story[], globals: string): Promise<Picture[]> {
  const page = await browser.newPage({ viewport: { width: 720, height: 600 } });
  const pictures: Picture[] = [];
  for (const story of stories) {
    await page.goto(`${address}iframe.html?id=${story.id}&viewMode=story&globals=${globals}`);
    await page.locator('body.sb-show-main #storybook-root > *').first().waitFor();
    await settled(page);
    pictures.push({
      story,
      png: (await page.screenshot({ animations: 'disabled', fullPage: true })).toString('base64'),
    });
  }
  await page.close();
  return pictures;
}

/** Fonts and pictures are there, and nothing has been drawn anew for two frames. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => {})');
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))');
}

/** One PNG with all pictures and their names. */
async function sheetOf(browser: Browser, name: string, pictures: Picture[]): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 2 * 572 + 12, height: 600 } });
  const figures = pictures.map(
    ({ story, png }) =>
      `<figure><img src="data:image/png;base64,${png}"><figcaption>${story.title} · ${story.name}</figcaption></figure>`,
  );
  await page.setContent(`<!doctype html><style>
    body { columns: 2; column-gap: 12px; margin: 12px; font: 12px sans-serif; }
    figure { margin: 0 0 12px; break-inside: avoid; } img { inline-size: 100%; border: 1px solid #999; box-sizing: border-box; }
  </style>${figures.join('')}`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
  return name;
}

await drawAll(process.argv[2]);
