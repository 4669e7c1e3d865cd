import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { chromiumArguments, installChromium } from '../../scripts/engines/chromium.ts';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: installChromium(), args: [...chromiumArguments, '--js-flags=--expose-gc'] });

export interface Slow {
  /** How many times slower the processor is. */
  readonly cpu?: number;
  /** 150 ms there and back, 1.6 Mbit/s down. */
  readonly slow4g?: boolean;
}

/** A page in a profile of its own, with nothing in its cache. */
export async function openPage(browser: Browser, { cpu = 1, slow4g = false }: Slow = {}): Promise<[Page, CDPSession]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
  if (slow4g) {
    await devtools.send('Network.enable');
    const speed = { downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 150, ...speed });
  }
  return [page, devtools];
}
