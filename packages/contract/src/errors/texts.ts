import { PROBLEMS, type ProblemCode } from '../http/problem.ts';

interface ErrorText {
  /** What happened. Of a problem, the contract says it. */
  what?: string;
  /** Why it happens. */
  why: string;
  /** How to mend it. */
  fix: string;
}

/** What the server answers with: every problem there is. */
const SERVER: Record<ProblemCode, ErrorText> = {
  'invalid-request': {
    why: 'A field is unknown, missing or of the wrong type. The client itself rejects with this code when it has no `host` with `http://` or `https://`, and the server entry when it is given the wrong kind of key.',
    fix: 'Read `errors`: each names a field.',
  },
  unauthenticated: {
    why: 'There is no credential, or it is wrong or has expired. A `key` that is neither `pk_…` nor `sk_…` is refused with this code at once.',
    fix: 'Check the key. Of a user token, check the signature, the `aud`, the `exp`, and the `kid` while two signing keys hold. The client asks a token function once more before it gives up.',
  },
  forbidden: {
    why: 'The credential is good, and does not allow this.',
    fix: 'Give the secret key the scope that the message names.',
  },
  'origin-not-allowed': {
    why: 'The page is at an address that the key does not know.',
    fix: 'Add the origin that the message names, exactly: scheme, host and port. The message has the command.',
  },
  'wrong-key-class': {
    why: 'Such as a secret key with an `Origin`, or a publishable key for what needs a server.',
    fix: 'Use the kind of key that the message names.',
  },
  'not-found': {
    why: 'There is nothing at this address, or nothing that you may see.',
    fix: 'Check the id.',
  },
  'board-unavailable': {
    why: 'There is no board with this key, it is switched off, or it is not shown at this `placement` or over this period.',
    fix: 'Check the key, or switch the board on. A widget with this error disappears, so that you can switch a board off without touching pages; with a test key it shows you a card instead.',
  },
  'method-not-allowed': {
    why: 'The address exists, and does not know this method.',
    fix: 'Use one that `Allow` in the answer names.',
  },
  'not-acceptable': {
    why: 'The `Accept` header asks for a type that the server does not give.',
    fix: 'Ask for `application/json`.',
  },
  conflict: {
    why: 'Such as the same event id with another content.',
    fix: 'Read what is recorded first. Give another fact another id.',
  },
  'precondition-failed': {
    why: 'Somebody else has changed the resource since you read it.',
    fix: 'Read it again, and apply your change to that.',
  },
  'payload-too-large': {
    why: 'A batch holds at most 500 events and 2 MB, an event 16 kB of data.',
    fix: 'Send less at once.',
  },
  'uri-too-long': { why: 'The query has grown beyond what servers read.', fix: 'Shorten it.' },
  'unsupported-media-type': {
    why: 'The body is of another type, or does not say of which.',
    fix: 'Send `content-type: application/json`.',
  },
  'rule-violation': {
    why: 'The request is well formed and breaks a rule, such as a value event from a browser.',
    fix: 'The message names the rule.',
  },
  'rate-limited': {
    why: 'More came from this credential, or from this network, than is allowed. The server entry refuses with this code when 10,000 events wait.',
    fix: 'Wait as long as `Retry-After` says. The event queue does this by itself. Across origins the browser shows this header only when the server exposes it.',
  },
  internal: {
    why: 'A mistake of ours, or of the machine.',
    fix: 'Try again; if it stays, report the `requestId`.',
  },
  'service-unavailable': {
    why: 'The server is restarting, or an engine behind it is away.',
    fix: 'Try again in a moment. The client has done so before it tells you.',
  },
};

/** What the client itself rejects with. */
const CLIENT = {
  'secret-key-in-browser': {
    what: 'A secret key reached a browser',
    why: 'The `key` begins with `sk_`, and anybody can read what is in a page.',
    fix: 'Use the publishable key there. If the page was public, revoke the secret key now.',
  },
  network: {
    what: 'No readable answer came',
    why: 'The server is down, a blocker or a proxy stands in between, or `host` is not an engagement server. A part of the SDK that loads later answers with this code when it does not load.',
    fix: 'Open `<host>/healthz` in the same browser.',
  },
  timeout: {
    what: 'No answer came within ten seconds',
    why: 'The server, or the way to it, is too slow.',
    fix: 'Try again. If it stays, look at the load of the server.',
  },
  aborted: {
    what: 'The call was called off',
    why: 'The user changed, the client was destroyed, there is no consent, or `beforeSend` left the event out.',
    fix: 'Nothing needs mending.',
  },
  'not-identified': {
    what: 'The call needs a user, and there is none',
    why: '`identify` was not called, the token function failed twice, or the token is not a JWT with a `sub`.',
    fix: 'Look at `cause`. Call `identify`, or give `userToken`.',
  },
  'webhook-refused': {
    what: 'A webhook is not from whom it says, or cannot be told to be',
    why: 'The signature, the time or a header does not fit, or the secret is missing. The message says which.',
    fix: 'Give `verifyWebhook` the body as it came, before it is parsed, and the secret of this endpoint. Check the clock of the machine.',
  },
} satisfies Record<string, Required<ErrorText>>;

/** What the client says in the console, and rejects nothing with. */
const NOTICES = {
  'event-dropped': {
    what: 'A tracked event was left out',
    why: 'Its type is not `noun.verb`, its data is no JSON object of at most 16 kB, or its id is too long.',
    fix: 'The message says which. Mend the call of `track`.',
  },
  'queue-full': {
    what: 'Events are dropped because too many wait',
    why: '1,000 events wait: the page tracks faster than it sends, or the server has been away for long. The oldest views go first.',
    fix: 'Track less, or look at why nothing is sent: `?engagement-debug` shows each event with its reason.',
  },
  'second-key': {
    what: 'The page’s default client was replaced',
    why: '`init` ran with one key, and then with another.',
    fix: 'Call it once. For two projects on one page use `createClient`, or `<engagement-provider>`.',
  },
  'callback-failed': {
    what: 'A function of the page threw',
    why: 'The client called what it was given to `on`, `subscribe` or `beforeSend`, and that threw. The client goes on.',
    fix: 'The error beside the message is the page’s own.',
  },
  'bootstrap-unreadable': {
    what: 'The data that came with the page was left aside',
    why: 'What stands in `<script data-engagement-bootstrap>` or in `bootstrap` is no JSON of the form that `Bootstrap` names.',
    fix: 'Print what `leaderboards.get` answered on your server, as JSON. The boards are asked for meanwhile.',
  },
} satisfies Record<string, Required<ErrorText>>;

/** What widgets say in the console. */
const WIDGETS = {
  setup: {
    what: 'A widget is not set up yet',
    why: 'The script tag has no key, or a provider could not make a client. The text says which.',
    fix: 'Do what the text says. Only you see the card: visitors see the `fallback` slot.',
  },
  'client-missing': {
    what: 'A widget has no client',
    why: 'Five seconds have passed, and there is neither a provider around it nor a default client.',
    fix: 'Call `init({ key })`, or wrap the widget in `<engagement-provider>`.',
  },
  'board-missing': {
    what: 'A widget does not know which board to show',
    why: 'It has no `board`.',
    fix: 'Add the attribute `board` with the key of a board.',
  },
  'attribute-value': {
    what: 'An attribute has a value that is not allowed',
    why: 'It is none of those that the attribute knows, or outside its range. The standard one is used.',
    fix: 'The text names what is allowed.',
  },
  'two-versions': {
    what: 'Two versions of the widgets are on one page',
    why: 'Both the script tag and a package bring them, or two packages do. The first one is used.',
    fix: 'Load only one.',
  },
  'script-missing': {
    what: 'A part of the widgets did not load',
    why: 'The network failed, or the page’s policy forbids scripts from the engagement server.',
    fix: 'Allow the server’s origin in `script-src`. The next widget of the kind that comes tries again.',
  },
} satisfies Record<string, Required<ErrorText>>;

const problems = Object.fromEntries(
  Object.entries(SERVER).map(([code, text]) => {
    const { status, title } = PROBLEMS[code as ProblemCode];
    return [code, { ...text, what: `${title} (HTTP ${status})` }];
  }),
) as Record<ProblemCode, Required<ErrorText>>;

/** Every code, by who says it: what happened, why, and what to do. */
export const ERROR_TEXTS = { problems, client: CLIENT, notices: NOTICES, widgets: WIDGETS };

/** The heads over those four. */
export const ERROR_HEADS: Readonly<Record<keyof typeof ERROR_TEXTS, string>> = {
  problems: 'From the server',
  client: 'From the client',
  notices: 'In the console, from the client',
  widgets: 'In the console, from widgets',
};

/** Where a server shows them as a page: a code is a fragment of this address. */
export const ERRORS_PAGE = '/docs/errors';
