import { type Forms, pluralIn } from './plural.ts';
import { registerLocale } from './register.ts';
import type { Terms } from './terms.ts';

const plural = pluralIn('ar');

const HEADS: Record<string, string> = { user: 'العضو', creator: 'المبدع', asset: 'المورد' };

// One and two are said by the noun alone.
const NOUNS: Record<string, (n: string) => Forms<'ar'>> = {
  user: (n) => ({
    zero: 'لا أعضاء',
    one: 'عضو واحد',
    two: 'عضوان',
    few: `${n} أعضاء`,
    many: `${n} عضوًا`,
    other: `${n} عضو`,
  }),
  creator: (n) => ({
    zero: 'لا مبدعين',
    one: 'مبدع واحد',
    two: 'مبدعان',
    few: `${n} مبدعين`,
    many: `${n} مبدعًا`,
    other: `${n} مبدع`,
  }),
  asset: (n) => ({
    zero: 'لا موارد',
    one: 'مورد واحد',
    two: 'موردان',
    few: `${n} موارد`,
    many: `${n} موردًا`,
    other: `${n} مورد`,
  }),
};
const entries = (n: string): Forms<'ar'> => ({
  zero: 'لا مشاركات',
  one: 'مشاركة واحدة',
  two: 'مشاركتان',
  few: `${n} مشاركات`,
  many: `${n} مشاركة`,
  other: `${n} مشاركة`,
});
const PERIODS: Record<string, string> = {
  day: 'اليوم',
  'day:previous': 'أمس',
  week: 'هذا الأسبوع',
  'week:previous': 'الأسبوع الماضي',
  month: 'هذا الشهر',
  'month:previous': 'الشهر الماضي',
  season: 'هذا الموسم',
  'season:previous': 'الموسم الماضي',
  'all-time': 'كل الأوقات',
};

const counted = (kind: string, count: number, n: string) => plural(count, (NOUNS[kind] ?? entries)(n));
const places = (count: number, n: string) =>
  plural(count, {
    zero: `${n} مركز`,
    one: 'مركزًا واحدًا',
    two: 'مركزين',
    few: `${n} مراكز`,
    many: `${n} مركزًا`,
    other: `${n} مركز`,
  });

export const ar: Terms = {
  $code: 'ar',
  $name: 'العربية',
  $dir: 'rtl',
  loading: 'جارٍ تحميل الترتيب',
  rank: 'المركز',
  change: 'التغيّر',
  score: 'النقاط',
  growth: 'النمو',
  subject: (kind) => HEADS[kind] ?? 'الاسم',
  between: (kind, count, formatted) => `بينهما ${counted(kind, count, formatted)}`,
  you: 'أنت',
  tied: 'تعادل في المركز',
  movedUp: (count, formatted) => `صعودًا ${places(count, formatted)}`,
  movedDown: (count, formatted) => `هبوطًا ${places(count, formatted)}`,
  entered: 'جديد',
  unnamed: 'بلا اسم',
  emptyFact: 'لا أحد في الترتيب بعد.',
  couldNotRefresh: 'تعذّر التحديث.',
  retry: 'إعادة المحاولة',
  offline: 'غير متصل.',
  failed: 'تعذّر تحميل الترتيب.',
  notIdentified: 'سجّل الدخول لترى مركزك.',
  unavailable: 'هذا الترتيب غير متاح الآن.',
  subjects: (kind, count, formatted) => counted(kind, count, formatted),
  allTime: 'كل الأوقات',
  updated: (ago) => `حُدِّث ${ago}`,
  paused: 'متوقف مؤقتًا',
  pause: 'إيقاف مؤقت',
  resume: 'استئناف',
  showMore: (formatted) => `عرض ${formatted} أخرى`,
  emptyHint: 'يبدأ مع أول نشاط.',
  emptyFollowing: 'لا أحد ممن تتابعهم في الترتيب بعد.',
  old: (duration) => `عمر البيانات: ${duration}`,
  savedAt: (time) => `حُفظ الساعة ${time}`,
  unreachable: 'تعذّر الوصول إلى الخادم.',
  tooManyRequests: 'طلبات كثيرة جدًا. انتظر قليلًا.',
  serverTrouble: 'في الخادم مشكلة. لن يضيع شيء.',
  refused: 'رفض الخادم الطلب.',
  request: (id) => `الطلب ${id}`,
  ownRankUp: (_rank, figure, count, formatted) => `أنت في المركز ${figure}، صعودًا ${places(count, formatted)}.`,
  ownRankDown: (_rank, figure, count, formatted) => `أنت في المركز ${figure}، هبوطًا ${places(count, formatted)}.`,
  leads: (name) => `الصدارة الآن: ${name}.`,
  period: 'الفترة',
  periodName: (spec) => PERIODS[spec] ?? null,
  segment: 'المجموعة',
  segmentName: () => null,
  allSegments: 'الجميع',
  oneLine: (quantity) => `كل خط يساوي ${quantity}`,
  linesCount: (unit) => `تعدّ الخطوط: ${unit}`,
  startsIn: (duration) => `باقٍ على البدء: ${duration}`,
  left: (duration) => `باقٍ على النهاية: ${duration}`,
  lastMinute: 'باقٍ أقل من دقيقة',
  over: 'انتهى',
  provisional: 'مؤقت',
  inReview: 'قيد المراجعة',
  final: 'نهائي',
  finalOn: (date) => `نهائي في ${date}`,
  wonBy: (names) => `الفوز من نصيب ${names}`,
  prizes: 'الجوائز',
  prizeRanks: (from, to) => (from === to ? `المركز ${from}` : `المراكز من ${from} إلى ${to}`),
  prizePercent: (percent) => `أفضل ${percent}`,
  ownRank: (rank) => `المركز ${rank}`,
  topPercent: (percent) => `أعلى ${percent}`,
  toNextRank: (distance, rank) => `${distance} حتى المركز ${rank}`,
  inTheLead: 'في الصدارة',
  why: 'لماذا؟',
  whyRank: (rank) => `لماذا المركز ${rank}؟`,
  whyLoading: 'جارٍ البحث',
  whyFailed: 'تعذّر تحميل الأسباب.',
  whyFacts: 'ما يُحتسب، الأحدث أولًا',
  close: 'إغلاق',
};

registerLocale(ar);
