import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

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

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'puesto', many: 'de puestos', other: 'puestos' })}`;

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
  close: 'Cerrar',
};

registerLocale(es);
