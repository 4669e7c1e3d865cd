import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('he');

const HEADS: Record<string, string> = { user: 'חבר', creator: 'יוצר', asset: 'פריט' };

// One and two are said with a word.
const NOUNS: Record<string, (n: string) => Forms<'he'>> = {
  user: (n) => ({ one: 'חבר אחד', two: 'שני חברים', other: `${n} חברים` }),
  creator: (n) => ({ one: 'יוצר אחד', two: 'שני יוצרים', other: `${n} יוצרים` }),
  asset: (n) => ({ one: 'פריט אחד', two: 'שני פריטים', other: `${n} פריטים` }),
};
const entries = (n: string): Forms<'he'> => ({ one: 'רשומה אחת', two: 'שתי רשומות', other: `${n} רשומות` });
const PERIODS: Record<string, string> = {
  day: 'היום',
  'day:previous': 'אתמול',
  week: 'השבוע',
  'week:previous': 'שבוע שעבר',
  month: 'החודש',
  'month:previous': 'חודש שעבר',
  season: 'העונה',
  'season:previous': 'עונה שעברה',
  'all-time': 'כל הזמנים',
};

const counted = (kind: string, count: number, n: string) => plural(count, (NOUNS[kind] ?? entries)(n));
const places = (count: number, n: string) =>
  plural(count, { one: 'מקום אחד', two: 'שני מקומות', other: `${n} מקומות` });

export const he: Terms = {
  $code: 'he',
  $name: 'עברית',
  $dir: 'rtl',
  loading: 'הדירוג נטען',
  rank: 'מקום',
  change: 'שינוי',
  score: 'ניקוד',
  growth: 'צמיחה',
  subject: (kind) => HEADS[kind] ?? 'שם',
  between: (kind, count, formatted) => `${counted(kind, count, formatted)} ביניהם`,
  you: 'אתם',
  tied: 'תיקו במקום',
  movedUp: (count, formatted) => `עלייה של ${places(count, formatted)}`,
  movedDown: (count, formatted) => `ירידה של ${places(count, formatted)}`,
  entered: 'חדש',
  unnamed: 'ללא שם',
  emptyFact: 'אין עדיין אף אחד בדירוג.',
  couldNotRefresh: 'הרענון נכשל.',
  retry: 'ניסיון נוסף',
  offline: 'אין חיבור.',
  failed: 'טעינת הדירוג נכשלה.',
  notIdentified: 'התחברו כדי לראות את המקום שלכם.',
  unavailable: 'הדירוג הזה אינו זמין כרגע.',
  subjects: (kind, count, formatted) => counted(kind, count, formatted),
  allTime: 'כל הזמנים',
  updated: (ago) => `עודכן ${ago}`,
  paused: 'בהשהיה',
  pause: 'השהיה',
  resume: 'המשך',
  showMore: (formatted) => `הצגת ${formatted} נוספים`,
  emptyHint: 'הפעילות הראשונה תפתח אותו.',
  emptyFollowing: 'אף אחד מאלה שאתם עוקבים אחריהם אינו בדירוג עדיין.',
  old: (duration) => `נתונים מלפני ${duration}`,
  savedAt: (time) => `נשמר בשעה ${time}`,
  unreachable: 'אין גישה לשרת.',
  tooManyRequests: 'יותר מדי בקשות. המתינו רגע.',
  serverTrouble: 'יש תקלה בשרת. שום דבר לא יאבד.',
  refused: 'השרת דחה את הבקשה.',
  request: (id) => `בקשה ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `אתם במקום ${figure}, עלייה של ${places(count, formatted)}.`,
  ownRankDown: (_rank, figure, count, formatted) => `אתם במקום ${figure}, ירידה של ${places(count, formatted)}.`,
  leads: (name) => `בראש עכשיו: ${name}.`,
  period: 'תקופה',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'קבוצה',
  segmentName: () => null,
  allSegments: 'כולם',
  oneLine: (quantity) => `כל קו הוא ${quantity}`,
  linesCount: (unit) => `הקווים סופרים: ${unit}`,
  startsIn: (duration) => `מתחיל בעוד ${duration}`,
  left: (duration) => `מסתיים בעוד ${duration}`,
  lastMinute: 'נותרה פחות מדקה',
  over: 'הסתיים',
  provisional: 'זמני',
  inReview: 'בבדיקה',
  final: 'סופי',
  finalOn: (date) => `סופי ב־${date}`,
  wonBy: (names) => `הזכייה של ${names}`,
  prizes: 'פרסים',
  prizeRanks: (from, to) => (from === to ? `מקום ${from}` : `מקומות ${from} עד ${to}`),
  prizePercent: (percent) => `${percent} הטובים ביותר`,
  ownRank: (rank) => `מקום ${rank}`,
  topPercent: (percent) => `${percent} העליונים`,
  toNextRank: (distance, rank) => `עוד ${distance} עד מקום ${rank}`,
  inTheLead: 'בראש',
  why: 'למה?',
  whyRank: (rank) => `למה מקום ${rank}?`,
  whyLoading: 'בבדיקה',
  whyFailed: 'טעינת הסיבות נכשלה.',
  whyFacts: 'מה נספר, החדש ביותר קודם',
  close: 'סגירה',
};

registerLocale(he);
