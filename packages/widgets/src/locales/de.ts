import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('de');

const HEADS: Record<string, string> = { user: 'Mitglied', creator: 'Creator', asset: 'Asset' };
const NOUNS: Record<string, Forms<'de'>> = {
  user: { one: 'Mitglied', other: 'Mitglieder' },
  creator: { one: 'Creator', other: 'Creator' },
  asset: { one: 'Asset', other: 'Assets' },
};
const ENTRY: Forms<'de'> = { one: 'Eintrag', other: 'Einträge' };
const PERIODS: Record<string, string> = {
  day: 'Heute',
  'day:previous': 'Gestern',
  week: 'Diese Woche',
  'week:previous': 'Letzte Woche',
  month: 'Dieser Monat',
  'month:previous': 'Letzter Monat',
  season: 'Diese Saison',
  'season:previous': 'Letzte Saison',
  'all-time': 'Gesamt',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) => `${formatted} ${plural(count, { one: 'Platz', other: 'Plätze' })}`;

export const de: Terms = {
  $code: 'de',
  $name: 'Deutsch',
  $dir: 'ltr',
  loading: 'Rangliste wird geladen',
  rank: 'Platz',
  change: 'Veränderung',
  score: 'Punkte',
  growth: 'Wachstum',
  subject: (kind) => HEADS[kind] ?? 'Name',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} dazwischen`,
  you: 'Du',
  tied: 'Gleichauf auf Platz',
  movedUp: (count, formatted) => `${places(count, formatted)} nach oben`,
  movedDown: (count, formatted) => `${places(count, formatted)} nach unten`,
  entered: 'neu',
  unnamed: 'Ohne Namen',
  emptyFact: 'Noch niemand steht auf der Rangliste.',
  couldNotRefresh: 'Nicht aktualisiert.',
  retry: 'Erneut versuchen',
  offline: 'Offline.',
  failed: 'Die Rangliste konnte nicht geladen werden.',
  notIdentified: 'Melde dich an, um deinen Platz zu sehen.',
  unavailable: 'Diese Rangliste ist zurzeit nicht verfügbar.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Gesamt',
  updated: (ago) => `aktualisiert ${ago}`,
  paused: 'angehalten',
  pause: 'Anhalten',
  resume: 'Fortsetzen',
  showMore: (formatted) => `${formatted} weitere anzeigen`,
  emptyHint: 'Die erste Aktivität eröffnet sie.',
  emptyFollowing: 'Noch steht niemand auf der Rangliste, dem du folgst.',
  old: (duration) => `${duration} alt`,
  savedAt: (time) => `Gespeichert um ${time}`,
  unreachable: 'Der Server ist nicht erreichbar.',
  tooManyRequests: 'Das waren zu viele Anfragen. Warte einen Moment.',
  serverTrouble: 'Der Server hat eine Störung. Nichts geht verloren.',
  refused: 'Der Server hat die Anfrage abgelehnt.',
  request: (id) => `Anfrage ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `Du bist auf Platz ${figure}, ${places(count, formatted)} nach oben.`,
  ownRankDown: (_rank, figure, count, formatted) =>
    `Du bist auf Platz ${figure}, ${places(count, formatted)} nach unten.`,
  leads: (name) => `${name} liegt jetzt vorn.`,
  period: 'Zeitraum',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Gruppe',
  segmentName: () => null,
  allSegments: 'Alle',
  oneLine: (quantity) => `Eine Linie steht für ${quantity}`,
  linesCount: (unit) => `Die Linien zählen: ${unit}`,
  startsIn: (duration) => `Noch ${duration} bis zum Start`,
  left: (duration) => `Noch ${duration}`,
  lastMinute: 'Weniger als eine Minute',
  over: 'Beendet',
  provisional: 'Vorläufig',
  inReview: 'In Prüfung',
  final: 'Endgültig',
  finalOn: (date) => `Endgültig am ${date}`,
  wonBy: (names) => `Gewonnen von ${names}`,
  prizes: 'Preise',
  prizeRanks: (from, to) => (from === to ? `Platz ${from}` : `Platz ${from} bis ${to}`),
  prizePercent: (percent) => `Beste ${percent}`,
  ownRank: (rank) => `Platz ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `Noch ${distance} bis Platz ${rank}`,
  inTheLead: 'In Führung',
  why: 'Warum?',
  whyRank: (rank) => `Warum Platz ${rank}?`,
  whyLoading: 'Wird nachgesehen',
  whyFailed: 'Die Gründe konnten nicht geladen werden.',
  whyFacts: 'Was zählt, Neuestes zuerst',
  close: 'Schließen',
};

registerLocale(de);
