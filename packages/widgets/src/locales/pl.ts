import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Activities, Terms } from './terms.ts';

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
const ACTIVITIES: Activities = {
  'asset.downloaded': 'Pobranie',
  'asset.published': 'Publikacja',
  'asset.viewed': 'Wyświetlenie',
  'chargeback.won': 'Wygrane obciążenie zwrotne',
  'creator.followed': 'Nowy obserwujący',
  'creator.unfollowed': 'Utracony obserwujący',
  'download.voided': 'Pobranie unieważnione',
  'link.clicked': 'Kliknięcie',
  'page.viewed': 'Wyświetlenie strony',
  'purchase.charged-back': 'Obciążenie zwrotne',
  'purchase.completed': 'Zakup',
  'purchase.refunded': 'Zwrot',
  'review.submitted': 'Opinia',
  'review.withdrawn': 'Opinia wycofana',
  'season.placed': 'Nagroda sezonu',
  'session.started': 'Wizyta',
  'user.signed-up': 'Rejestracja',
};

const noun = (kind: string, count: number) => plural(count, NOUNS[kind] ?? ENTRY);
const places = (count: number, formatted: string) =>
  `${formatted} ${plural(count, { one: 'miejsce', few: 'miejsca', many: 'miejsc', other: 'miejsca' })}`;
const activities = (count: number, n: string) =>
  `${n} ${plural(count, { one: 'aktywność', few: 'aktywności', many: 'aktywności', other: 'aktywności' })}`;
const entries = (count: number, n: string) => `${n} ${plural(count, ENTRY)}`;
/** The verb goes with two, three and four in the plural, with five and more in the singular. */
const verb = (count: number, one: string, few: string) => plural(count, { one, few, many: one, other: one });

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
  whyNothing: 'Nic się już nie liczy.',
  whyCount: (count, n) => `Liczy się: ${activities(count, n)}.`,
  whySum: (count, n, amount) => `${activities(count, n)} ${verb(count, 'daje', 'dają')} razem ${amount}.`,
  whyHighest: (count, n, amount) => `Najwyższa wartość to ${amount} (${activities(count, n)}).`,
  whyLowest: (count, n, amount) => `Najniższa wartość to ${amount} (${activities(count, n)}).`,
  whyUnique: (count, n, values, v) =>
    `${v} ${plural(values, { one: 'wartość', few: 'różne wartości', many: 'różnych wartości', other: 'różnej wartości' })} (${activities(count, n)}).`,
  whyFirst: (when) => `Osiągnięto po raz pierwszy: ${when}.`,
  whyPrior: (count, n, mean) =>
    `Małe liczby zbliżają się do średniej wszystkich, ${mean}, jakby miało ją jeszcze ${activities(count, n)}.`,
  whyGrowth: (days, d, now, before) => {
    const first = `${now} w pierwszym dniu tego okresu, ${before} w pierwszym dniu poprzedniego.`;
    const other = `${now} w pierwszych ${d} dniach tego okresu, ${before} w tylu samych dniach poprzedniego.`;
    return plural(days, { one: first, few: other, many: other, other });
  },
  whyBase: (base) => `Wzrost jest podawany od ${base}.`,
  whyFloor: (score) => `Do tego rankingu wchodzi się od ${score}.`,
  whyFloorCount: (count, n) => `Próg tego rankingu: ${activities(count, n)}.`,
  whyMet: 'Próg osiągnięty.',
  whyMissed: 'Próg jeszcze nieosiągnięty.',
  whyDropped: (count, n, amount) => `Nieprzechowywane już osobno: ${activities(count, n)}, razem ${amount}.`,
  whySealed: (score) => `Sezon zamknięto z wynikiem ${score}, i tak zostaje.`,
  whyLater: (score) => `Teraz aktywności dają ${score}.`,
  whyRanked: (rank, total) => `Miejsce ${rank} z ${total}.`,
  whyBest: 'Nikt nie ma lepszego wyniku.',
  whyBetter: (count, n) => `${entries(count, n)} ${verb(count, 'ma', 'mają')} lepszy wynik.`,
  whyBetterScores: (_count, n) => `Lepsze wyniki: ${n}.`,
  whyBefore: (count, n) => `${entries(count, n)} ${verb(count, 'jest', 'są')} przed tobą.`,
  whyTied: (count, n, score) => `Ten sam wynik, ${score}, ma jeszcze ${entries(count, n)}.`,
  whyTieRule: 'Kto wcześniej osiągnął wynik, jest wyżej.',
  whyReached: (when) => `Twój wynik osiągnięto: ${when}.`,
  whyIds: 'W tej samej chwili decydują identyfikatory.',
  whyTieOrder: (ahead, behind) => `Przed tobą: ${ahead}. Za tobą: ${behind}.`,
  whyTaken: (percent) => `cofnięto ${percent}`,
  whyOther: 'decyduje inna aktywność',
  activity: (type) => ACTIVITIES[type as keyof Activities] ?? null,
  close: 'Zamknij',
};

registerLocale(pl);
