import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('nl');

const HEADS: Record<string, string> = { user: 'Lid', creator: 'Maker', asset: 'Asset' };
const NOUNS: Record<string, Forms<'nl'>> = {
  user: { one: 'lid', other: 'leden' },
  creator: { one: 'maker', other: 'makers' },
  asset: { one: 'asset', other: 'assets' },
};
const ENTRY: Forms<'nl'> = { one: 'deelnemer', other: 'deelnemers' };
const PERIODS: Record<string, string> = {
  day: 'Vandaag',
  'day:previous': 'Gisteren',
  week: 'Deze week',
  'week:previous': 'Vorige week',
  month: 'Deze maand',
  'month:previous': 'Vorige maand',
  season: 'Dit seizoen',
  'season:previous': 'Vorig seizoen',
  'all-time': 'Aller tijden',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'plaats', other: 'plaatsen' })}`;

export const nl: Terms = {
  $code: 'nl',
  $name: 'Nederlands',
  $dir: 'ltr',
  loading: 'Ranglijst wordt geladen',
  rank: 'Plaats',
  change: 'Verandering',
  score: 'Score',
  growth: 'Groei',
  subject: (kind) => HEADS[kind] ?? 'Naam',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} ertussen`,
  you: 'Jij',
  tied: 'Gedeeld op plaats',
  movedUp: (count, formatted) => `${places(count, formatted)} omhoog`,
  movedDown: (count, formatted) => `${places(count, formatted)} omlaag`,
  entered: 'nieuw',
  unnamed: 'Zonder naam',
  emptyFact: 'Er staat nog niemand op de ranglijst.',
  couldNotRefresh: 'Vernieuwen is niet gelukt.',
  retry: 'Opnieuw proberen',
  offline: 'Offline.',
  failed: 'De ranglijst kon niet worden geladen.',
  notIdentified: 'Log in om je plaats te zien.',
  unavailable: 'Deze ranglijst is nu niet beschikbaar.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Aller tijden',
  updated: (ago) => `bijgewerkt ${ago}`,
  paused: 'gepauzeerd',
  pause: 'Pauzeren',
  resume: 'Hervatten',
  showMore: (formatted) => `Toon ${formatted} meer`,
  emptyHint: 'De eerste activiteit opent hem.',
  emptyFollowing: 'Niemand die je volgt staat al op de ranglijst.',
  old: (duration) => `${duration} oud`,
  savedAt: (time) => `Opgeslagen om ${time}`,
  unreachable: 'De server is niet bereikbaar.',
  tooManyRequests: 'Te veel aanvragen. Wacht even.',
  serverTrouble: 'De server heeft een storing. Er gaat niets verloren.',
  refused: 'De server heeft de aanvraag geweigerd.',
  request: (id) => `Aanvraag ${id}`,
  ownRankUp: (_rank, figure, count, formatted) =>
    `Je staat op de ${figure}e plaats, ${places(count, formatted)} omhoog.`,
  ownRankDown: (_rank, figure, count, formatted) =>
    `Je staat op de ${figure}e plaats, ${places(count, formatted)} omlaag.`,
  leads: (name) => `${name} staat nu bovenaan.`,
  period: 'Periode',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Groep',
  segmentName: () => null,
  allSegments: 'Iedereen',
  oneLine: (quantity) => `Eén lijn is ${quantity}`,
  linesCount: (unit) => `De lijnen tellen: ${unit}`,
  startsIn: (duration) => `Begint over ${duration}`,
  left: (duration) => `Nog ${duration}`,
  lastMinute: 'Minder dan een minuut',
  over: 'Afgelopen',
  provisional: 'Voorlopig',
  inReview: 'In controle',
  final: 'Definitief',
  finalOn: (date) => `Definitief op ${date}`,
  wonBy: (names) => `Gewonnen door ${names}`,
  prizes: 'Prijzen',
  prizeRanks: (from, to) => (from === to ? `Plaats ${from}` : `Plaats ${from} tot en met ${to}`),
  prizePercent: (percent) => `Beste ${percent}`,
  ownRank: (rank) => `Plaats ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `Nog ${distance} tot plaats ${rank}`,
  inTheLead: 'Aan kop',
  why: 'Waarom?',
  whyRank: (rank) => `Waarom plaats ${rank}?`,
  whyLoading: 'Wordt opgezocht',
  whyFailed: 'De redenen konden niet worden geladen.',
  whyFacts: 'Wat telt, nieuwste eerst',
  close: 'Sluiten',
};

registerLocale(nl);
