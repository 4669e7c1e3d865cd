import type { Localize } from '../../../internal/localize.ts';
import { periodLabel } from '../period-label.ts';
import type { View } from '../view.ts';

/** `week:previous` is "Last week", `2026-W47` its days, and a season's key the season's name once it is known. */
export function periodName(spec: string, { localize, page }: View): string {
  const words = localize.say('periodName', spec);
  if (words) return words;
  if (page?.period.key === spec) return periodLabel(page.period, localize);
  return periodLabel(
    { key: spec, window: windowOf(spec), label: capitalised(spec.replaceAll('-', ' '), localize) },
    localize,
  );
}

/** `user.country:DE` is "Germany", `user.language:fr` "French", and any other what stands after the colon. */
export function segmentName(segment: string, localize: Localize): string {
  const words = localize.say('segmentName', segment);
  if (words) return words;
  const [, field = '', value = segment] = /([^.:]*):(.*)$/s.exec(segment) ?? [];
  const type = ({ country: 'region', language: 'language' } as const)[field];
  try {
    if (type) return new Intl.DisplayNames(localize.lang(), { type }).of(value) ?? value;
  } catch {
    // it is no code of a country or a language
  }
  return capitalised(value, localize);
}

function windowOf(spec: string): 'day' | 'week' | 'month' | 'season' {
  if (/^\d{4}-W\d{2}$/.test(spec)) return 'week';
  if (/^\d{4}-\d{2}-\d{2}$/.test(spec)) return 'day';
  return /^\d{4}-\d{2}$/.test(spec) ? 'month' : 'season';
}

const capitalised = (text: string, localize: Localize) =>
  text.charAt(0).toLocaleUpperCase(localize.lang()) + text.slice(1);
