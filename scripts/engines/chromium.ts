import { findProgram, needProgram, type Program } from './programs.ts';

const program: Program = {
  title: 'Chromium',
  names: [
    ...['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  packages: ['chromium', 'fonts-liberation'],
  setting: 'CHROMIUM_PATH',
};

/** The browser that tests drive, without installing it. */
export const findChromium = (): string | undefined => process.env.CHROMIUM_PATH || findProgram(program.names);

export const installChromium = (): string => process.env.CHROMIUM_PATH || needProgram(program);

/** For a steady picture, and because Chromium's sandbox cannot be set up by root. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--force-color-profile=srgb',
  '--font-render-hinting=none',
];
