import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('pt-BR');

const HEADS: Record<string, string> = { user: 'Membro', creator: 'Criador', asset: 'Recurso' };
// “1.000.000 de criadores”
const NOUNS: Record<string, Forms<'pt-BR'>> = {
  user: { one: 'membro', many: 'de membros', other: 'membros' },
  creator: { one: 'criador', many: 'de criadores', other: 'criadores' },
  asset: { one: 'recurso', many: 'de recursos', other: 'recursos' },
};
const ENTRY: Forms<'pt-BR'> = { one: 'entrada', many: 'de entradas', other: 'entradas' };
const PERIODS: Record<string, string> = {
  day: 'Hoje',
  'day:previous': 'Ontem',
  week: 'Esta semana',
  'week:previous': 'Semana passada',
  month: 'Este mês',
  'month:previous': 'Mês passado',
  season: 'Esta temporada',
  'season:previous': 'Temporada passada',
  'all-time': 'Desde o início',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'posição', many: 'de posições', other: 'posições' })}`;

export const ptBR: Terms = {
  $code: 'pt-BR',
  $name: 'Português (Brasil)',
  $dir: 'ltr',
  loading: 'Carregando o ranking',
  rank: 'Posição',
  change: 'Mudança',
  score: 'Pontuação',
  growth: 'Crescimento',
  subject: (kind) => HEADS[kind] ?? 'Nome',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} no meio`,
  you: 'Você',
  tied: 'Empate na posição',
  movedUp: (count, formatted) => `subiu ${places(count, formatted)}`,
  movedDown: (count, formatted) => `caiu ${places(count, formatted)}`,
  entered: 'novo',
  unnamed: 'Sem nome',
  emptyFact: 'Ainda não há ninguém no ranking.',
  couldNotRefresh: 'Não foi possível atualizar.',
  retry: 'Tentar de novo',
  offline: 'Sem conexão.',
  failed: 'Não foi possível carregar o ranking.',
  notIdentified: 'Entre para ver a sua posição.',
  unavailable: 'Este ranking não está disponível no momento.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Desde o início',
  updated: (ago) => `atualizado ${ago}`,
  paused: 'pausado',
  pause: 'Pausar',
  resume: 'Retomar',
  showMore: (formatted) => `Mostrar mais ${formatted}`,
  emptyHint: 'A primeira atividade dá a largada.',
  emptyFollowing: 'Ninguém que você segue está no ranking ainda.',
  old: (duration) => `Dados de ${duration} atrás`,
  savedAt: (time) => `Salvo às ${time}`,
  unreachable: 'Não foi possível falar com o servidor.',
  tooManyRequests: 'Solicitações demais. Espere um momento.',
  serverTrouble: 'O servidor está com um problema. Nada se perde.',
  refused: 'O servidor recusou a solicitação.',
  request: (id) => `Solicitação ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `Você está em ${figure}º lugar, subiu ${places(count, formatted)}.`,
  ownRankDown: (_rank, figure, count, formatted) => `Você está em ${figure}º lugar, caiu ${places(count, formatted)}.`,
  leads: (name) => `${name} lidera agora.`,
  period: 'Período',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Grupo',
  segmentName: () => null,
  allSegments: 'Todos',
  oneLine: (quantity) => `Uma linha equivale a ${quantity}`,
  linesCount: (unit) => `As linhas contam: ${unit}`,
  startsIn: (duration) => `Começa em ${duration}`,
  left: (duration) => `Termina em ${duration}`,
  lastMinute: 'Menos de um minuto',
  over: 'Encerrada',
  provisional: 'Provisório',
  inReview: 'Em análise',
  final: 'Definitivo',
  finalOn: (date) => `Definitivo em ${date}`,
  wonBy: (names) => `Vencida por ${names}`,
  prizes: 'Prêmios',
  prizeRanks: (from, to) => (from === to ? `Posição ${from}` : `Posições ${from} a ${to}`),
  prizePercent: (percent) => `Melhores ${percent}`,
  ownRank: (rank) => `Posição ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `${distance} até a posição ${rank}`,
  inTheLead: 'Na liderança',
  why: 'Por quê?',
  whyRank: (rank) => `Por que a posição ${rank}?`,
  whyLoading: 'Consultando',
  whyFailed: 'Não foi possível carregar os motivos.',
  whyFacts: 'O que conta, do mais novo ao mais antigo',
  close: 'Fechar',
};

// Nearer to a reader in Portugal than English is.
registerLocale(ptBR, { ...ptBR, $code: 'pt' });
