import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 40;

let patience = 1;

/** On a machine that others keep busy everything takes longer: limits of time count so many times. */
export function setPatience(factor: number): void {
  patience = factor;
}

/** A limit of time as it counts here. */
export const patient = (seconds: number): number => seconds * patience;

/** Resolves with the seconds that a condition took to come true. @throws after `seconds`, saying what was waited for */
export async function until(
  what: string,
  seconds: number,
  condition: () => boolean | Promise<boolean>,
  everyMs = LOOK_EVERY_MS,
): Promise<number> {
  const began = performance.now();
  const took = () => (performance.now() - began) / 1000;
  for (;;) {
    if (await condition()) return took();
    if (took() > patient(seconds)) throw new Error(`waited ${Math.round(took())} s in vain for ${what}`);
    await pause(everyMs);
  }
}

/** Whether it came true in time. */
export async function cameTrue(
  seconds: number,
  condition: () => boolean | Promise<boolean>,
  everyMs = LOOK_EVERY_MS,
): Promise<boolean> {
  return until('it', seconds, condition, everyMs).then(
    () => true,
    () => false,
  );
}
