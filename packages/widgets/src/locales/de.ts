import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

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
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Download',
  'asset.published': 'Veröffentlichung',
  'asset.viewed': 'Ansicht',
  'chargeback.won': 'Rückbuchung gewonnen',
  'creator.followed': 'Neuer Follower',
  'creator.unfollowed': 'Follower verloren',
  'download.voided': 'Download ungültig',
  'link.clicked': 'Klick',
  'page.viewed': 'Seitenaufruf',
  'purchase.charged-back': 'Rückbuchung',
  'purchase.completed': 'Kauf',
  'purchase.refunded': 'Erstattung',
  'review.submitted': 'Bewertung',
  'review.withdrawn': 'Bewertung zurückgezogen',
  'season.placed': 'Saisonpreis',
  'session.started': 'Besuch',
  'user.signed-up': 'Registrierung',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) => `${formatted} ${plural(count, { one: 'Platz', other: 'Plätze' })}`;
const activities = (count: number, n: string) => `${n} ${plural(count, { one: 'Aktivität', other: 'Aktivitäten' })}`;

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
  whyNothing: 'Es zählt nichts mehr.',
  whyCount: (count, n) => `${activities(count, n)} ${plural(count, { one: 'zählt', other: 'zählen' })}.`,
  whySum: (count, n, amount) =>
    `${activities(count, n)} ${plural(count, { one: 'ergibt', other: 'ergeben zusammen' })} ${amount}.`,
  whyHighest: (count, n, amount) => `Der höchste Wert aus ${activities(count, n)} ist ${amount}.`,
  whyLowest: (count, n, amount) => `Der niedrigste Wert aus ${activities(count, n)} ist ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${plural(values, { one: `${v} verschiedener Wert`, other: `${v} verschiedene Werte` })} aus ${activities(count, n)}.`,
  whyFirst: (when) => `Zuerst erreicht am ${when}.`,
  whyPrior: (count, n, mean) =>
    `Kleine Zahlen rücken zum Mittel aller, ${mean}, als hätten es zusätzlich ${activities(count, n)}.`,
  whyGrowth: (days, d, now, before) =>
    plural(days, {
      one: `${now} am ersten Tag dieses Zeitraums, ${before} am ersten Tag des vorigen.`,
      other: `${now} in den ersten ${d} Tagen dieses Zeitraums, ${before} in ebenso vielen des vorigen.`,
    }),
  whyBase: (base) => `Wachstum wird erst ab ${base} angegeben.`,
  whyFloor: (score) => `Auf diese Rangliste kommt man ab ${score}.`,
  whyFloorCount: (count, n) => `Auf diese Rangliste kommt man ab ${activities(count, n)}.`,
  whyMet: 'Das hast du erreicht.',
  whyMissed: 'Das hast du noch nicht erreicht.',
  whyDropped: (count, n, amount) =>
    `Davon ${plural(count, { one: 'wird', other: 'werden' })} ${activities(count, n)} mit ${amount} nicht mehr einzeln aufbewahrt.`,
  whySealed: (score) => `Die Saison wurde mit ${score} abgeschlossen, und dabei bleibt es.`,
  whyLater: (score) => `Inzwischen ergeben die Aktivitäten ${score}.`,
  whyRanked: (rank, total) => `Platz ${rank} von ${total}.`,
  whyBest: 'Niemand hat ein besseres Ergebnis.',
  whyBetter: (count, n) =>
    `${n} ${plural(count, { one: 'Eintrag hat', other: 'Einträge haben' })} ein besseres Ergebnis.`,
  whyBetterScores: (count, n) =>
    `Es gibt ${n} ${plural(count, { one: 'besseres Ergebnis', other: 'bessere Ergebnisse' })}.`,
  whyBefore: (count, n) => `${n} ${plural(count, { one: 'Eintrag steht', other: 'Einträge stehen' })} vor dir.`,
  whyTied: (count, n, score) =>
    `Du teilst dir ${score} mit ${n} ${plural(count, { one: 'anderen Eintrag', other: 'anderen Einträgen' })}.`,
  whyTieRule: 'Wer ein Ergebnis zuerst erreicht, steht davor.',
  whyReached: (when) => `Du hast es am ${when} erreicht.`,
  whyIds: 'Im selben Augenblick entscheiden die Kennungen.',
  whyTieOrder: (ahead, behind) => `Vor dir: ${ahead}. Nach dir: ${behind}.`,
  whyTaken: (percent) => `${percent} zurückgenommen`,
  whyOther: 'eine andere Aktivität entscheidet',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Schließen',
};

registerLocale(de);
