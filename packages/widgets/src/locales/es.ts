import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

const plural = pluralIn('es');

const HEADS: Record<string, string> = { user: 'Miembro', creator: 'Creador', asset: 'Recurso' };
// «1.000.000 de creadores»
const NOUNS: Record<string, Forms<'es'>> = {
  user: { one: 'miembro', many: 'de miembros', other: 'miembros' },
  creator: { one: 'creador', many: 'de creadores', other: 'creadores' },
  asset: { one: 'recurso', many: 'de recursos', other: 'recursos' },
};
const ENTRY: Forms<'es'> = { one: 'entrada', many: 'de entradas', other: 'entradas' };
const PERIODS: Record<string, string> = {
  day: 'Hoy',
  'day:previous': 'Ayer',
  week: 'Esta semana',
  'week:previous': 'Semana pasada',
  month: 'Este mes',
  'month:previous': 'Mes pasado',
  season: 'Esta temporada',
  'season:previous': 'Temporada pasada',
  'all-time': 'Histórico',
};
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Descarga',
  'asset.published': 'Publicación',
  'asset.viewed': 'Visualización',
  'chargeback.won': 'Contracargo ganado',
  'creator.followed': 'Nuevo seguidor',
  'creator.unfollowed': 'Seguidor perdido',
  'download.voided': 'Descarga anulada',
  'link.clicked': 'Clic',
  'page.viewed': 'Página vista',
  'purchase.charged-back': 'Contracargo',
  'purchase.completed': 'Compra',
  'purchase.refunded': 'Reembolso',
  'review.submitted': 'Reseña',
  'review.withdrawn': 'Reseña retirada',
  'season.placed': 'Premio de temporada',
  'session.started': 'Visita',
  'user.signed-up': 'Registro',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'puesto', many: 'de puestos', other: 'puestos' })}`;
const activities = (count: number, n: string) =>
  `${n} ${plural(count, { one: 'actividad', many: 'de actividades', other: 'actividades' })}`;
const entries = (count: number, n: string) => `${n} ${plural(count, ENTRY)}`;

export const es: Terms = {
  $code: 'es',
  $name: 'Español',
  $dir: 'ltr',
  loading: 'Cargando la clasificación',
  rank: 'Puesto',
  change: 'Cambio',
  score: 'Puntuación',
  growth: 'Crecimiento',
  subject: (kind) => HEADS[kind] ?? 'Nombre',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} en medio`,
  you: 'Tú',
  tied: 'Empate en el puesto',
  movedUp: (count, formatted) => `sube ${places(count, formatted)}`,
  movedDown: (count, formatted) => `baja ${places(count, formatted)}`,
  entered: 'nuevo',
  unnamed: 'Sin nombre',
  emptyFact: 'Todavía no hay nadie en la clasificación.',
  couldNotRefresh: 'No se pudo actualizar.',
  retry: 'Reintentar',
  offline: 'Sin conexión.',
  failed: 'No se pudo cargar la clasificación.',
  notIdentified: 'Inicia sesión para ver tu puesto.',
  unavailable: 'Esta clasificación no está disponible en este momento.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Histórico',
  updated: (ago) => `actualizado ${ago}`,
  paused: 'en pausa',
  pause: 'Pausar',
  resume: 'Reanudar',
  showMore: (formatted) => `Mostrar ${formatted} más`,
  emptyHint: 'La primera actividad la abre.',
  emptyFollowing: 'Nadie a quien sigues está todavía en la clasificación.',
  old: (duration) => `Datos de hace ${duration}`,
  savedAt: (time) => `Guardado a las ${time}`,
  unreachable: 'No se pudo conectar con el servidor.',
  tooManyRequests: 'Demasiadas solicitudes. Espera un momento.',
  serverTrouble: 'El servidor tiene un problema. No se pierde nada.',
  refused: 'El servidor rechazó la solicitud.',
  request: (id) => `Solicitud ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `Estás en el ${figure}.º puesto, subes ${places(count, formatted)}.`,
  ownRankDown: (_rank, figure, count, formatted) =>
    `Estás en el ${figure}.º puesto, bajas ${places(count, formatted)}.`,
  leads: (name) => `${name} va ahora en cabeza.`,
  period: 'Periodo',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Grupo',
  segmentName: () => null,
  allSegments: 'Todos',
  oneLine: (quantity) => `Una línea son ${quantity}`,
  linesCount: (unit) => `Las líneas cuentan: ${unit}`,
  startsIn: (duration) => `Empieza en ${duration}`,
  left: (duration) => `Termina en ${duration}`,
  lastMinute: 'Menos de un minuto',
  over: 'Terminada',
  provisional: 'Provisional',
  inReview: 'En revisión',
  final: 'Definitiva',
  finalOn: (date) => `Definitiva el ${date}`,
  wonBy: (names) => `Ganada por ${names}`,
  prizes: 'Premios',
  prizeRanks: (from, to) => (from === to ? `Puesto ${from}` : `Puestos ${from} a ${to}`),
  prizePercent: (percent) => `Mejor ${percent}`,
  ownRank: (rank) => `Puesto ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `${distance} para el puesto ${rank}`,
  inTheLead: 'En cabeza',
  why: '¿Por qué?',
  whyRank: (rank) => `¿Por qué el puesto ${rank}?`,
  whyLoading: 'Buscando',
  whyFailed: 'No se pudieron cargar los motivos.',
  whyFacts: 'Lo que cuenta, lo más reciente primero',
  whyNothing: 'Ya no cuenta nada.',
  whyCount: (count, n) =>
    `${plural(count, { one: 'Cuenta', many: 'Cuentan', other: 'Cuentan' })} ${activities(count, n)}.`,
  whySum: (count, n, amount) =>
    `${activities(count, n)} ${plural(count, { one: 'suma', many: 'suman', other: 'suman' })} ${amount}.`,
  whyHighest: (count, n, amount) => `El valor más alto de ${activities(count, n)} es ${amount}.`,
  whyLowest: (count, n, amount) => `El valor más bajo de ${activities(count, n)} es ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${v} ${plural(values, { one: 'valor distinto', many: 'de valores distintos', other: 'valores distintos' })} en ${activities(count, n)}.`,
  whyFirst: (when) => `Se alcanzó por primera vez el ${when}.`,
  whyPrior: (count, n, mean) =>
    `Las cifras pequeñas se acercan a la media de todos, ${mean}, como si la tuvieran además ${activities(count, n)}.`,
  whyGrowth: (days, d, now, before) => {
    const first = `${now} en el primer día de este periodo, ${before} en el primero del anterior.`;
    const other = `${now} en los primeros ${d} días de este periodo, ${before} en otros tantos del anterior.`;
    return plural(days, { one: first, many: other, other });
  },
  whyBase: (base) => `El crecimiento se indica a partir de ${base}.`,
  whyFloor: (score) => `A esta clasificación se entra a partir de ${score}.`,
  whyFloorCount: (count, n) => `A esta clasificación se entra a partir de ${activities(count, n)}.`,
  whyMet: 'Lo has alcanzado.',
  whyMissed: 'Todavía no lo has alcanzado.',
  whyDropped: (count, n, amount) =>
    `De ellas, ${activities(count, n)} con ${amount} ya no ${plural(count, { one: 'se guarda', many: 'se guardan', other: 'se guardan' })} por separado.`,
  whySealed: (score) => `La temporada se cerró con ${score}, y eso se mantiene.`,
  whyLater: (score) => `Ahora las actividades dan ${score}.`,
  whyRanked: (rank, total) => `Puesto ${rank} de ${total}.`,
  whyBest: 'Nadie tiene una puntuación mejor.',
  whyBetter: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'tiene', many: 'tienen', other: 'tienen' })} una puntuación mejor.`,
  whyBetterScores: (count, n) =>
    `Hay ${n} ${plural(count, { one: 'puntuación mejor', many: 'de puntuaciones mejores', other: 'puntuaciones mejores' })}.`,
  whyBefore: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'está', many: 'están', other: 'están' })} antes que tú.`,
  whyTied: (count, n, score) => `Compartes ${score} con ${entries(count, n)} más.`,
  whyTieRule: 'Va antes quien llegó primero a la puntuación.',
  whyReached: (when) => `Tú llegaste el ${when}.`,
  whyIds: 'En el mismo instante deciden los identificadores.',
  whyTieOrder: (ahead, behind) => `Antes que tú: ${ahead}. Después de ti: ${behind}.`,
  whyTaken: (percent) => `${percent} anulado`,
  whyOther: 'decide otra actividad',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Cerrar',
};

registerLocale(es);
