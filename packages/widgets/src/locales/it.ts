import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('it');

const HEADS: Record<string, string> = { user: 'Membro', creator: 'Creator', asset: 'Risorsa' };
// «1.000.000 di risorse»
const NOUNS: Record<string, Forms<'it'>> = {
  user: { one: 'membro', many: 'di membri', other: 'membri' },
  creator: { one: 'creator', many: 'di creator', other: 'creator' },
  asset: { one: 'risorsa', many: 'di risorse', other: 'risorse' },
};
const ENTRY: Forms<'it'> = { one: 'voce', many: 'di voci', other: 'voci' };
const PERIODS: Record<string, string> = {
  day: 'Oggi',
  'day:previous': 'Ieri',
  week: 'Questa settimana',
  'week:previous': 'Settimana scorsa',
  month: 'Questo mese',
  'month:previous': 'Mese scorso',
  season: 'Questa stagione',
  'season:previous': 'Stagione scorsa',
  'all-time': 'Di sempre',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'posizione', many: 'di posizioni', other: 'posizioni' })}`;

export const it: Terms = {
  $code: 'it',
  $name: 'Italiano',
  $dir: 'ltr',
  loading: 'Caricamento della classifica',
  rank: 'Posizione',
  change: 'Variazione',
  score: 'Punteggio',
  growth: 'Crescita',
  subject: (kind) => HEADS[kind] ?? 'Nome',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} in mezzo`,
  you: 'Tu',
  tied: 'A pari merito in posizione',
  movedUp: (count, formatted) => `su di ${places(count, formatted)}`,
  movedDown: (count, formatted) => `giù di ${places(count, formatted)}`,
  entered: 'nuovo',
  unnamed: 'Senza nome',
  emptyFact: 'In classifica non c’è ancora nessuno.',
  couldNotRefresh: 'Aggiornamento non riuscito.',
  retry: 'Riprova',
  offline: 'Offline.',
  failed: 'Non è stato possibile caricare la classifica.',
  notIdentified: 'Accedi per vedere la tua posizione.',
  unavailable: 'Questa classifica al momento non è disponibile.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Di sempre',
  updated: (ago) => `aggiornata ${ago}`,
  paused: 'in pausa',
  pause: 'Pausa',
  resume: 'Riprendi',
  showMore: (formatted) => `Mostra altri ${formatted}`,
  emptyHint: 'La prima attività la apre.',
  emptyFollowing: 'Nessuna delle persone che segui è ancora in classifica.',
  old: (duration) => `Dati di ${duration} fa`,
  savedAt: (time) => `Salvata alle ${time}`,
  unreachable: 'Il server non è raggiungibile.',
  tooManyRequests: 'Troppe richieste. Aspetta un momento.',
  serverTrouble: 'Il server ha un problema. Nulla va perso.',
  refused: 'Il server ha rifiutato la richiesta.',
  request: (id) => `Richiesta ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `Sei ${figure}º, su di ${places(count, formatted)}.`,
  ownRankDown: (_rank, figure, count, formatted) => `Sei ${figure}º, giù di ${places(count, formatted)}.`,
  leads: (name) => `Ora è in testa ${name}.`,
  period: 'Periodo',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Gruppo',
  segmentName: () => null,
  allSegments: 'Tutti',
  oneLine: (quantity) => `Una linea vale ${quantity}`,
  linesCount: (unit) => `Le linee contano: ${unit}`,
  startsIn: (duration) => `Inizia tra ${duration}`,
  left: (duration) => `Termina tra ${duration}`,
  lastMinute: 'Meno di un minuto',
  over: 'Conclusa',
  provisional: 'Provvisoria',
  inReview: 'In verifica',
  final: 'Definitiva',
  finalOn: (date) => `Definitiva il ${date}`,
  wonBy: (names) => `Vinta da ${names}`,
  prizes: 'Premi',
  prizeRanks: (from, to) => (from === to ? `Posizione ${from}` : `Posizioni da ${from} a ${to}`),
  prizePercent: (percent) => `Migliori ${percent}`,
  ownRank: (rank) => `Posizione ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `${distance} alla posizione ${rank}`,
  inTheLead: 'In testa',
  why: 'Perché?',
  whyRank: (rank) => `Perché la posizione ${rank}?`,
  whyLoading: 'Ricerca in corso',
  whyFailed: 'Non è stato possibile caricare i motivi.',
  whyFacts: 'Che cosa conta, dal più recente',
  close: 'Chiudi',
};

registerLocale(it);
