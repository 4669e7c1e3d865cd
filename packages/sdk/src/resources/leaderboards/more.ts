import type { BoardSummary, Period } from '@engagement/contract';
import type { Identity } from '../../identity/identity.ts';
import type { Http } from '../../transport/http.ts';
import type { Leaderboards, Visibility } from '../../types.ts';

export interface MorePorts {
  http: Http;
  identity: Pick<Identity, 'credential'>;
  path(...parts: string[]): string;
  /** The id of somebody with an entry; `me`, which is meant when nobody is named, needs a user. */
  someone(id?: string): Promise<string>;
}

const VISIBILITY = '/v1/me/visibility';

/** What few pages ask for: it loads with the first question. */
export function createMore({ http, identity, path, someone }: MorePorts) {
  const list: Leaderboards['list'] = async (query) => (await http.get<{ data: BoardSummary[] }>(path(), query)).data;
  const around: Leaderboards['around'] = async (board, { user, ...query } = {}) =>
    http.get(path(board, 'entries', 'around', await someone(user)), query);
  const explain: Leaderboards['explain'] = async (board, { user, ...query } = {}) =>
    http.get(path(board, 'entries', await someone(user), 'explain'), query);
  const seasons: Leaderboards['seasons'] = async (board) =>
    (await http.get<{ data: Period[] }>(path(board, 'seasons'))).data;
  const season: Leaderboards['season'] = (board, season, query) => http.get(path(board, 'seasons', season), query);
  const archive: Leaderboards['archive'] = (board, season, query) =>
    http.get(path(board, 'seasons', season, 'archive'), query);
  const visibility: Visibility['get'] = async () => {
    await someone();
    return http.get(VISIBILITY);
  };
  const setVisibility: Visibility['set'] = async (choice) => {
    await someone();
    // One try, which a page that is left does not call off.
    return http.post(VISIBILITY, JSON.stringify(choice), identity.credential, { last: true, method: 'put' });
  };
  return { list, around, explain, seasons, season, archive, visibility, setVisibility };
}

export type More = ReturnType<typeof createMore>;
