import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

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
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Download',
  'asset.published': 'Publicatie',
  'asset.viewed': 'Weergave',
  'chargeback.won': 'Terugboeking gewonnen',
  'creator.followed': 'Nieuwe volger',
  'creator.unfollowed': 'Volger verloren',
  'download.voided': 'Download ongeldig',
  'link.clicked': 'Klik',
  'page.viewed': 'Paginaweergave',
  'purchase.charged-back': 'Terugboeking',
  'purchase.completed': 'Aankoop',
  'purchase.refunded': 'Terugbetaling',
  'review.submitted': 'Recensie',
  'review.withdrawn': 'Recensie ingetrokken',
  'season.placed': 'Seizoensprijs',
  'session.started': 'Bezoek',
  'user.signed-up': 'Aanmelding',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'plaats', other: 'plaatsen' })}`;
const activities = (count: number, n: string) => `${n} ${plural(count, { one: 'activiteit', other: 'activiteiten' })}`;
const entries = (count: number, n: string) => `${n} ${plural(count, ENTRY)}`;

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
  whyNothing: 'Er telt niets meer.',
  whyCount: (count, n) => `${activities(count, n)} ${plural(count, { one: 'telt', other: 'tellen' })}.`,
  whySum: (count, n, amount) =>
    `${activities(count, n)} ${plural(count, { one: 'is goed voor', other: 'zijn samen goed voor' })} ${amount}.`,
  whyHighest: (count, n, amount) => `Het hoogste van ${activities(count, n)} is ${amount}.`,
  whyLowest: (count, n, amount) => `Het laagste van ${activities(count, n)} is ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${v} ${plural(values, { one: 'verschillende waarde', other: 'verschillende waarden' })} in ${activities(count, n)}.`,
  whyFirst: (when) => `Voor het eerst bereikt op ${when}.`,
  whyPrior: (count, n, mean) =>
    `Kleine aantallen schuiven naar het gemiddelde van allen, ${mean}, alsof ${n} extra ${plural(count, { one: 'activiteit dat had', other: 'activiteiten dat hadden' })}.`,
  whyGrowth: (days, d, now, before) =>
    plural(days, {
      one: `${now} op de eerste dag van deze periode, ${before} op de eerste dag van de vorige.`,
      other: `${now} in de eerste ${d} dagen van deze periode, ${before} in evenveel dagen van de vorige.`,
    }),
  whyBase: (base) => `Groei wordt vermeld vanaf ${base}.`,
  whyFloor: (score) => `Op deze ranglijst kom je vanaf ${score}.`,
  whyFloorCount: (count, n) => `Op deze ranglijst kom je vanaf ${activities(count, n)}.`,
  whyMet: 'Dat heb je bereikt.',
  whyMissed: 'Dat heb je nog niet bereikt.',
  whyDropped: (count, n, amount) =>
    `Daarvan ${plural(count, { one: 'wordt', other: 'worden' })} ${activities(count, n)} met ${amount} niet meer apart bewaard.`,
  whySealed: (score) => `Het seizoen is afgesloten met ${score}, en dat blijft zo.`,
  whyLater: (score) => `Inmiddels komen de activiteiten op ${score}.`,
  whyRanked: (rank, total) => `Plaats ${rank} van ${total}.`,
  whyBest: 'Niemand heeft een betere score.',
  whyBetter: (count, n) => `${entries(count, n)} ${plural(count, { one: 'heeft', other: 'hebben' })} een betere score.`,
  whyBetterScores: (count, n) =>
    plural(count, { one: `Er is ${n} betere score.`, other: `Er zijn ${n} betere scores.` }),
  whyBefore: (count, n) => `${entries(count, n)} ${plural(count, { one: 'staat', other: 'staan' })} voor je.`,
  whyTied: (count, n, score) =>
    `Je deelt ${score} met ${n} ${plural(count, { one: 'andere deelnemer', other: 'andere deelnemers' })}.`,
  whyTieRule: 'Wie een score het eerst bereikte, staat ervoor.',
  whyReached: (when) => `Jij bereikte die op ${when}.`,
  whyIds: 'Op hetzelfde moment beslissen de id’s.',
  whyTieOrder: (ahead, behind) => `Voor je: ${ahead}. Na je: ${behind}.`,
  whyTaken: (percent) => `${percent} teruggedraaid`,
  whyOther: 'een andere activiteit beslist',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Sluiten',
};

registerLocale(nl);
