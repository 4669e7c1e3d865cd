// Pictures of stories in every theme, scheme and direction, and in forced colours, to be looked at: .cache/contact-sheet/index.html
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
const SCHEMES = ['light', 'dark'] as const;
const DIRECTIONS = ['ltr', 'rtl'];
const LOCALES: Record<string, string> = { ltr: 'en', rtl: 'ar' };

interface Sheet {
  name: string;
  /** What the toolbar of Storybook says. */
  globals: string;
  /** The system puts its own colours in place of those of the page. */
  forced?: (typeof SCHEMES)[number];
}

const SHEETS: Sheet[] = [
  ...THEMES.flatMap((theme) =>
    SCHEMES.flatMap((scheme) =>
      DIRECTIONS.map((direction) => ({
        name: `${theme}-${scheme}-${direction}`,
        globals: `theme:${theme};scheme:${scheme};direction:${direction};locale:${LOCALES[direction]}`,
      })),
    ),
  ),
  ...SCHEMES.map((scheme) => ({ name: `forced-${scheme}`, globals: `scheme:${scheme}`, forced: scheme })),
];

/** What is worth a look: the standard board, its layouts, and all its states, also at 240 px. */
const SHOWN = /^widgets-leaderboard-(overview--(playground|with-own-row|list|podium|season)|states--all(-narrow)?)$/;

/** All states stand beside each other. */
const isWide = ({ id }: Story) => id.includes('--all');

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
    for (const sheet of SHEETS.filter(({ name }) => name.startsWith(wanted))) {
      const pictures = await picturesOf(browser, server.resolvedUrls?.local[0] ?? '', stories, sheet);
      names.push(await sheetOf(browser, sheet.name, pictures));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  const page = names.map((name) => `<h2>${name}</h2><img src="${name}.png" alt="Stories, ${name}">`).join('\n');
  writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="en"><title>Contact sheet</title>\n${page}\n`);
  console.log(join(folder, 'index.html'));
}

async function picturesOf(browser: Browser, address: string, stories: Story[], sheet: Sheet): Promise<Picture[]> {
  const page = await browser.newPage(sheet.forced ? { forcedColors: 'active', colorScheme: sheet.forced } : {});
  const pictures: Picture[] = [];
  for (const story of stories) {
    await page.setViewportSize({ width: isWide(story) ? 1456 : 720, height: 300 });
    await page.goto(`${address}iframe.html?id=${story.id}&viewMode=story&globals=${sheet.globals};motion:reduced`);
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
  const page = await browser.newPage({ viewport: { width: 1456, height: 600 } });
  const figures = pictures.map(
    ({ story, png }) =>
      `<figure${isWide(story) ? ' class="wide"' : ''}><img src="data:image/png;base64,${png}"><figcaption>${story.title} · ${story.name}</figcaption></figure>`,
  );
  await page.setContent(`<!doctype html><style>
    body { display: grid; grid-template-columns: 1fr 1fr; align-items: start; gap: 12px; margin: 0; font: 12px sans-serif; }
    figure { margin: 0; } .wide { grid-column: 1 / -1; } img { inline-size: 100%; border: 1px solid #999; box-sizing: border-box; }
  </style>${figures.join('')}`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
  return name;
}

await drawAll(process.argv[2]);
