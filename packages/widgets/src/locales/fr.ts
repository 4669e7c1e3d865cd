import { type Forms, ordinalIn, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

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
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Téléchargement',
  'asset.published': 'Publication',
  'asset.viewed': 'Vue',
  'chargeback.won': 'Rétrofacturation gagnée',
  'creator.followed': 'Nouvel abonné',
  'creator.unfollowed': 'Abonné perdu',
  'download.voided': 'Téléchargement annulé',
  'link.clicked': 'Clic',
  'page.viewed': 'Page vue',
  'purchase.charged-back': 'Rétrofacturation',
  'purchase.completed': 'Achat',
  'purchase.refunded': 'Remboursement',
  'review.submitted': 'Avis',
  'review.withdrawn': 'Avis retiré',
  'season.placed': 'Récompense de saison',
  'session.started': 'Visite',
  'user.signed-up': 'Inscription',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'rang', many: 'de rangs', other: 'rangs' })}`;
const ordinal = (rank: number, figure: string) => figure + nth(rank, { one: 'er', other: 'e' });
const activities = (count: number, n: string) =>
  `${n} ${plural(count, { one: 'activité', many: 'd’activités', other: 'activités' })}`;
const entries = (count: number, n: string) => `${n} ${plural(count, ENTRY)}`;

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
  whyNothing: 'Plus rien ne compte.',
  whyCount: (count, n) =>
    `${activities(count, n)} ${plural(count, { one: 'compte', many: 'comptent', other: 'comptent' })}.`,
  whySum: (count, n, amount) =>
    `${activities(count, n)} ${plural(count, { one: 'donne', many: 'donnent en tout', other: 'donnent en tout' })} ${amount}.`,
  whyHighest: (count, n, amount) => `Le plus haut sur ${activities(count, n)} est ${amount}.`,
  whyLowest: (count, n, amount) => `Le plus bas sur ${activities(count, n)} est ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${v} ${plural(values, { one: 'valeur différente', many: 'de valeurs différentes', other: 'valeurs différentes' })} dans ${activities(count, n)}.`,
  whyFirst: (when) => `Atteint pour la première fois le ${when}.`,
  whyPrior: (count, n, mean) =>
    `Les petits nombres sont ramenés vers la moyenne de tous, ${mean}, comme si ${activities(count, n)} de plus l’avaient.`,
  whyGrowth: (days, d, now, before) => {
    const first = `${now} le premier jour de cette période, ${before} le premier jour de la précédente.`;
    const other = `${now} dans les ${d} premiers jours de cette période, ${before} dans autant de jours de la précédente.`;
    return plural(days, { one: first, many: other, other });
  },
  whyBase: (base) => `La croissance n’est indiquée qu’à partir de ${base}.`,
  whyFloor: (score) => `On entre dans ce classement à partir de ${score}.`,
  whyFloorCount: (count, n) => `On entre dans ce classement à partir de ${activities(count, n)}.`,
  whyMet: 'Vous y êtes.',
  whyMissed: 'Vous n’y êtes pas encore.',
  whyDropped: (count, n, amount) => `Dont ${activities(count, n)} pour ${amount}, dont le détail n’est plus conservé.`,
  whySealed: (score) => `La saison a été close à ${score}, et cela reste acquis.`,
  whyLater: (score) => `À présent les activités donnent ${score}.`,
  whyRanked: (rank, total) => `Rang ${rank} sur ${total}.`,
  whyBest: 'Personne n’a un meilleur score.',
  whyBetter: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'a', many: 'ont', other: 'ont' })} un meilleur score.`,
  whyBetterScores: (count, n) =>
    `Il y a ${n} ${plural(count, { one: 'meilleur score', many: 'de meilleurs scores', other: 'meilleurs scores' })}.`,
  whyBefore: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'est', many: 'sont', other: 'sont' })} devant vous.`,
  whyTied: (count, n, score) =>
    `Vous partagez ${score} avec ${n} ${plural(count, { one: 'autre entrée', many: 'd’autres entrées', other: 'autres entrées' })}.`,
  whyTieRule: 'Qui a atteint un score en premier passe devant.',
  whyReached: (when) => `Vous l’avez atteint le ${when}.`,
  whyIds: 'Au même instant, les identifiants décident.',
  whyTieOrder: (ahead, behind) => `Devant vous\u202f: ${ahead}. Derrière vous\u202f: ${behind}.`,
  whyTaken: (percent) => `${percent} annulé`,
  whyOther: 'une autre activité décide',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Fermer',
};

registerLocale(fr);
