import { type Forms, ordinalIn, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('fr');
const nth = ordinalIn('fr');

const HEADS: Record<string, string> = { user: 'Membre', creator: 'Créateur', asset: 'Ressource' };
// « 1 000 000 de créateurs »
const NOUNS: Record<string, Forms<'fr'>> = {
  user: { one: 'membre', many: 'de membres', other: 'membres' },
  creator: { one: 'créateur', many: 'de créateurs', other: 'créateurs' },
  asset: { one: 'ressource', many: 'de ressources', other: 'ressources' },
};
const ENTRY: Forms<'fr'> = { one: 'entrée', many: 'd’entrées', other: 'entrées' };
const PERIODS: Record<string, string> = {
  day: 'Aujourd’hui',
  'day:previous': 'Hier',
  week: 'Cette semaine',
  'week:previous': 'Semaine dernière',
  month: 'Ce mois-ci',
  'month:previous': 'Mois dernier',
  season: 'Cette saison',
  'season:previous': 'Saison dernière',
  'all-time': 'Depuis le début',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'place', many: 'de places', other: 'places' })}`;
const ordinal = (rank: number, figure: string) => figure + nth(rank, { one: 'er', other: 'e' });

export const fr: Terms = {
  $code: 'fr',
  $name: 'Français',
  $dir: 'ltr',
  loading: 'Chargement du classement',
  rank: 'Rang',
  change: 'Évolution',
  score: 'Score',
  growth: 'Croissance',
  subject: (kind) => HEADS[kind] ?? 'Nom',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} entre les deux`,
  you: 'Vous',
  tied: 'Ex æquo au rang',
  movedUp: (count, formatted) => `gagne ${places(count, formatted)}`,
  movedDown: (count, formatted) => `perd ${places(count, formatted)}`,
  entered: 'entrée',
  unnamed: 'Sans nom',
  emptyFact: 'Personne n’est encore au classement.',
  couldNotRefresh: 'Actualisation impossible.',
  retry: 'Réessayer',
  offline: 'Hors ligne.',
  failed: 'Le classement n’a pas pu être chargé.',
  notIdentified: 'Connectez-vous pour voir votre rang.',
  unavailable: 'Ce classement n’est pas disponible pour le moment.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Depuis le début',
  updated: (ago) => `mis à jour ${ago}`,
  paused: 'en pause',
  pause: 'Pause',
  resume: 'Reprendre',
  showMore: (formatted) => `Afficher ${formatted} de plus`,
  emptyHint: 'La première activité l’ouvrira.',
  emptyFollowing: 'Aucune des personnes que vous suivez n’est encore au classement.',
  old: (duration) => `Données d’il y a ${duration}`,
  savedAt: (time) => `Enregistré à ${time}`,
  unreachable: 'Le serveur est injoignable.',
  tooManyRequests: 'Trop de demandes. Patientez un instant.',
  serverTrouble: 'Le serveur rencontre un problème. Rien n’est perdu.',
  refused: 'Le serveur a refusé la demande.',
  request: (id) => `Demande ${id}`,
  ownRankUp: (rank, figure, count, formatted) =>
    `Vous êtes ${ordinal(rank, figure)} et gagnez ${places(count, formatted)}.`,
  ownRankDown: (rank, figure, count, formatted) =>
    `Vous êtes ${ordinal(rank, figure)} et perdez ${places(count, formatted)}.`,
  leads: (name) => `${name} est maintenant en tête.`,
  period: 'Période',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Groupe',
  segmentName: () => null,
  allSegments: 'Tout le monde',
  oneLine: (quantity) => `Un trait représente ${quantity}`,
  linesCount: (unit) => `Les traits comptent\u202f: ${unit}`,
  startsIn: (duration) => `Commence dans ${duration}`,
  left: (duration) => `Se termine dans ${duration}`,
  lastMinute: 'Moins d’une minute',
  over: 'Terminé',
  provisional: 'Provisoire',
  inReview: 'En vérification',
  final: 'Définitif',
  finalOn: (date) => `Définitif le ${date}`,
  wonBy: (names) => `Remporté par ${names}`,
  prizes: 'Récompenses',
  prizeRanks: (from, to) => (from === to ? `Rang ${from}` : `Rangs ${from} à ${to}`),
  prizePercent: (percent) => `Meilleurs ${percent}`,
  ownRank: (rank) => `Rang ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `Encore ${distance} avant le rang ${rank}`,
  inTheLead: 'En tête',
  why: 'Pourquoi\u202f?',
  whyRank: (rank) => `Pourquoi le rang ${rank}\u202f?`,
  whyLoading: 'Recherche en cours',
  whyFailed: 'Les raisons n’ont pas pu être chargées.',
  whyFacts: 'Ce qui compte, du plus récent au plus ancien',
  close: 'Fermer',
};

registerLocale(fr);
