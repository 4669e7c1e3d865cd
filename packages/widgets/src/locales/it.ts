import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

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
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Download',
  'asset.published': 'Pubblicazione',
  'asset.viewed': 'Visualizzazione',
  'chargeback.won': 'Storno vinto',
  'creator.followed': 'Nuovo follower',
  'creator.unfollowed': 'Follower perso',
  'download.voided': 'Download annullato',
  'link.clicked': 'Clic',
  'page.viewed': 'Pagina vista',
  'purchase.charged-back': 'Storno',
  'purchase.completed': 'Acquisto',
  'purchase.refunded': 'Rimborso',
  'review.submitted': 'Recensione',
  'review.withdrawn': 'Recensione ritirata',
  'season.placed': 'Premio della stagione',
  'session.started': 'Visita',
  'user.signed-up': 'Iscrizione',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'posizione', many: 'di posizioni', other: 'posizioni' })}`;
const activities = (count: number, n: string) =>
  `${n} ${plural(count, { one: 'attività', many: 'di attività', other: 'attività' })}`;
const entries = (count: number, n: string) => `${n} ${plural(count, ENTRY)}`;

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
  whyNothing: 'Non conta più nulla.',
  whyCount: (count, n) =>
    `${plural(count, { one: 'Conta', many: 'Contano', other: 'Contano' })} ${activities(count, n)}.`,
  whySum: (count, n, amount) =>
    `${activities(count, n)} ${plural(count, { one: 'dà', many: 'danno in tutto', other: 'danno in tutto' })} ${amount}.`,
  whyHighest: (count, n, amount) => `Il valore più alto su ${activities(count, n)} è ${amount}.`,
  whyLowest: (count, n, amount) => `Il valore più basso su ${activities(count, n)} è ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${v} ${plural(values, { one: 'valore diverso', many: 'di valori diversi', other: 'valori diversi' })} in ${activities(count, n)}.`,
  whyFirst: (when) => `Raggiunto per la prima volta il ${when}.`,
  whyPrior: (count, n, mean) =>
    `I numeri piccoli si avvicinano alla media di tutti, ${mean}, come se l’avessero altre ${activities(count, n)}.`,
  whyGrowth: (days, d, now, before) => {
    const first = `${now} nel primo giorno di questo periodo, ${before} nel primo del precedente.`;
    const other = `${now} nei primi ${d} giorni di questo periodo, ${before} in altrettanti del precedente.`;
    return plural(days, { one: first, many: other, other });
  },
  whyBase: (base) => `La crescita è indicata a partire da ${base}.`,
  whyFloor: (score) => `In questa classifica si entra a partire da ${score}.`,
  whyFloorCount: (count, n) => `In questa classifica si entra a partire da ${activities(count, n)}.`,
  whyMet: 'Ci sei arrivato.',
  whyMissed: 'Non ci sei ancora arrivato.',
  whyDropped: (count, n, amount) =>
    `Di queste, ${activities(count, n)} per ${amount} non ${plural(count, { one: 'è più conservata', many: 'sono più conservate', other: 'sono più conservate' })} una per una.`,
  whySealed: (score) => `La stagione è stata chiusa con ${score}, e così resta.`,
  whyLater: (score) => `Adesso le attività danno ${score}.`,
  whyRanked: (rank, total) => `Posizione ${rank} di ${total}.`,
  whyBest: 'Nessuno ha un punteggio migliore.',
  whyBetter: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'ha', many: 'hanno', other: 'hanno' })} un punteggio migliore.`,
  whyBetterScores: (count, n) =>
    plural(count, {
      one: `C’è ${n} punteggio migliore.`,
      many: `Ci sono ${n} di punteggi migliori.`,
      other: `Ci sono ${n} punteggi migliori.`,
    }),
  whyBefore: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'sta', many: 'stanno', other: 'stanno' })} davanti a te.`,
  whyTied: (count, n, score) =>
    `Condividi ${score} con ${plural(count, { one: `un’altra voce`, many: `altre ${n} di voci`, other: `altre ${n} voci` })}.`,
  whyTieRule: 'Sta davanti chi ha raggiunto prima il punteggio.',
  whyReached: (when) => `Tu l’hai raggiunto il ${when}.`,
  whyIds: 'Nello stesso istante decidono gli identificativi.',
  whyTieOrder: (ahead, behind) => `Davanti a te: ${ahead}. Dietro di te: ${behind}.`,
  whyTaken: (percent) => `${percent} annullato`,
  whyOther: 'decide un’altra attività',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Chiudi',
};

registerLocale(it);
