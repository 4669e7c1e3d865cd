import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

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
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Download',
  'asset.published': 'Publicação',
  'asset.viewed': 'Visualização',
  'chargeback.won': 'Estorno ganho',
  'creator.followed': 'Novo seguidor',
  'creator.unfollowed': 'Seguidor perdido',
  'download.voided': 'Download anulado',
  'link.clicked': 'Clique',
  'page.viewed': 'Página vista',
  'purchase.charged-back': 'Estorno',
  'purchase.completed': 'Compra',
  'purchase.refunded': 'Reembolso',
  'review.submitted': 'Avaliação',
  'review.withdrawn': 'Avaliação retirada',
  'season.placed': 'Prêmio da temporada',
  'session.started': 'Visita',
  'user.signed-up': 'Cadastro',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'posição', many: 'de posições', other: 'posições' })}`;
const activities = (count: number, n: string) =>
  `${n} ${plural(count, { one: 'atividade', many: 'de atividades', other: 'atividades' })}`;
const entries = (count: number, n: string) => `${n} ${plural(count, ENTRY)}`;

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
  ownRankUp: (_rank, figure, count, formatted) => `Você está na ${figure}ª posição, subiu ${places(count, formatted)}.`,
  ownRankDown: (_rank, figure, count, formatted) =>
    `Você está na ${figure}ª posição, caiu ${places(count, formatted)}.`,
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
  whyNothing: 'Nada mais conta.',
  whyCount: (count, n) =>
    `${activities(count, n)} ${plural(count, { one: 'conta', many: 'contam', other: 'contam' })}.`,
  whySum: (count, n, amount) =>
    `${activities(count, n)} ${plural(count, { one: 'soma', many: 'somam', other: 'somam' })} ${amount}.`,
  whyHighest: (count, n, amount) => `O valor mais alto de ${activities(count, n)} é ${amount}.`,
  whyLowest: (count, n, amount) => `O valor mais baixo de ${activities(count, n)} é ${amount}.`,
  whyUnique: (count, n, values, v) =>
    `${v} ${plural(values, { one: 'valor diferente', many: 'de valores diferentes', other: 'valores diferentes' })} em ${activities(count, n)}.`,
  whyFirst: (when) => `Alcançado pela primeira vez em ${when}.`,
  whyPrior: (count, n, mean) =>
    `Números pequenos são puxados para a média de todos, ${mean}, como se mais ${activities(count, n)} a tivessem.`,
  whyGrowth: (days, d, now, before) => {
    const first = `${now} no primeiro dia deste período, ${before} no primeiro dia do anterior.`;
    const other = `${now} nos primeiros ${d} dias deste período, ${before} em outros tantos do anterior.`;
    return plural(days, { one: first, many: other, other });
  },
  whyBase: (base) => `O crescimento é informado a partir de ${base}.`,
  whyFloor: (score) => `Entra-se neste ranking a partir de ${score}.`,
  whyFloorCount: (count, n) => `Entra-se neste ranking a partir de ${activities(count, n)}.`,
  whyMet: 'Você já alcançou isso.',
  whyMissed: 'Você ainda não alcançou isso.',
  whyDropped: (count, n, amount) =>
    `Dessas, ${activities(count, n)} com ${amount} não ${plural(count, { one: 'é mais guardada', many: 'são mais guardadas', other: 'são mais guardadas' })} uma a uma.`,
  whySealed: (score) => `A temporada foi encerrada com ${score}, e isso permanece.`,
  whyLater: (score) => `Agora as atividades dão ${score}.`,
  whyRanked: (rank, total) => `Posição ${rank} de ${total}.`,
  whyBest: 'Ninguém tem uma pontuação melhor.',
  whyBetter: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'tem', many: 'têm', other: 'têm' })} uma pontuação melhor.`,
  whyBetterScores: (count, n) =>
    `Há ${n} ${plural(count, { one: 'pontuação melhor', many: 'de pontuações melhores', other: 'pontuações melhores' })}.`,
  whyBefore: (count, n) =>
    `${entries(count, n)} ${plural(count, { one: 'está', many: 'estão', other: 'estão' })} à sua frente.`,
  whyTied: (count, n, score) => `Você divide ${score} com mais ${entries(count, n)}.`,
  whyTieRule: 'Quem alcançou a pontuação primeiro fica à frente.',
  whyReached: (when) => `Você a alcançou em ${when}.`,
  whyIds: 'No mesmo instante, os identificadores decidem.',
  whyTieOrder: (ahead, behind) => `À sua frente: ${ahead}. Depois de você: ${behind}.`,
  whyTaken: (percent) => `${percent} desfeito`,
  whyOther: 'outra atividade decide',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Fechar',
};

// Nearer to a reader in Portugal than English is.
registerLocale(ptBR, { ...ptBR, $code: 'pt' });
