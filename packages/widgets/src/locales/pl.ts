import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('pl');

const HEADS: Record<string, string> = { user: 'Uczestnik', creator: 'Twórca', asset: 'Zasób' };
const NOUNS: Record<string, Forms<'pl'>> = {
  user: { one: 'uczestnik', few: 'uczestników', many: 'uczestników', other: 'uczestnika' },
  creator: { one: 'twórca', few: 'twórców', many: 'twórców', other: 'twórcy' },
  asset: { one: 'zasób', few: 'zasoby', many: 'zasobów', other: 'zasobu' },
};
const ENTRY: Forms<'pl'> = { one: 'pozycja', few: 'pozycje', many: 'pozycji', other: 'pozycji' };
const PERIODS: Record<string, string> = {
  day: 'Dzisiaj',
  'day:previous': 'Wczoraj',
  week: 'Ten tydzień',
  'week:previous': 'Zeszły tydzień',
  month: 'Ten miesiąc',
  'month:previous': 'Zeszły miesiąc',
  season: 'Ten sezon',
  'season:previous': 'Zeszły sezon',
  'all-time': 'Od początku',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'miejsce', few: 'miejsca', many: 'miejsc', other: 'miejsca' })}`;

export const pl: Terms = {
  $code: 'pl',
  $name: 'Polski',
  $dir: 'ltr',
  loading: 'Wczytywanie rankingu',
  rank: 'Miejsce',
  change: 'Zmiana',
  score: 'Wynik',
  growth: 'Wzrost',
  subject: (kind) => HEADS[kind] ?? 'Nazwa',
  between: (kind, count, formatted) => `${formatted} ${noun(kind, count)} pomiędzy`,
  you: 'Ty',
  tied: 'Ex aequo na miejscu',
  movedUp: (count, formatted) => `o ${places(count, formatted)} w górę`,
  movedDown: (count, formatted) => `o ${places(count, formatted)} w dół`,
  entered: 'nowe',
  unnamed: 'Bez nazwy',
  emptyFact: 'W rankingu nie ma jeszcze nikogo.',
  couldNotRefresh: 'Nie udało się odświeżyć.',
  retry: 'Spróbuj ponownie',
  offline: 'Offline.',
  failed: 'Nie udało się wczytać rankingu.',
  notIdentified: 'Zaloguj się, aby zobaczyć swoje miejsce.',
  unavailable: 'Ten ranking jest teraz niedostępny.',
  subjects: (kind, count, formatted) => `${formatted} ${noun(kind, count)}`,
  allTime: 'Od początku',
  updated: (ago) => `aktualizacja ${ago}`,
  paused: 'wstrzymano',
  pause: 'Wstrzymaj',
  resume: 'Wznów',
  showMore: (formatted) => `Pokaż kolejne ${formatted}`,
  emptyHint: 'Otworzy go pierwsza aktywność.',
  emptyFollowing: 'W rankingu nie ma jeszcze nikogo, kogo obserwujesz.',
  old: (duration) => `Wiek danych: ${duration}`,
  savedAt: (time) => `Zapisano o ${time}`,
  unreachable: 'Nie można połączyć się z serwerem.',
  tooManyRequests: 'Zbyt wiele żądań. Poczekaj chwilę.',
  serverTrouble: 'Serwer ma problem. Nic nie przepadnie.',
  refused: 'Serwer odrzucił żądanie.',
  request: (id) => `Żądanie ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `Zajmujesz miejsce ${figure}, o ${places(count, formatted)} w górę.`,
  ownRankDown: (_rank, figure, count, formatted) => `Zajmujesz miejsce ${figure}, o ${places(count, formatted)} w dół.`,
  leads: (name) => `Teraz prowadzi ${name}.`,
  period: 'Okres',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'Grupa',
  segmentName: () => null,
  allSegments: 'Wszyscy',
  oneLine: (quantity) => `Jedna kreska to ${quantity}`,
  linesCount: (unit) => `Kreski liczą: ${unit}`,
  startsIn: (duration) => `Do startu: ${duration}`,
  left: (duration) => `Do końca: ${duration}`,
  lastMinute: 'Mniej niż minuta',
  over: 'Koniec',
  provisional: 'Wstępne wyniki',
  inReview: 'W trakcie weryfikacji',
  final: 'Wyniki ostateczne',
  finalOn: (date) => `Ostateczne: ${date}`,
  wonBy: (names) => `Zwycięstwo: ${names}`,
  prizes: 'Nagrody',
  prizeRanks: (from, to) => (from === to ? `Miejsce ${from}` : `Miejsca od ${from} do ${to}`),
  prizePercent: (percent) => `Najlepsze ${percent}`,
  ownRank: (rank) => `Miejsce ${rank}`,
  topPercent: (percent) => `Top ${percent}`,
  toNextRank: (distance, rank) => `${distance} do miejsca ${rank}`,
  inTheLead: 'Na prowadzeniu',
  why: 'Dlaczego?',
  whyRank: (rank) => `Dlaczego miejsce ${rank}?`,
  whyLoading: 'Sprawdzanie',
  whyFailed: 'Nie udało się wczytać powodów.',
  whyFacts: 'Co się liczy, od najnowszych',
  close: 'Zamknij',
};

registerLocale(pl);
