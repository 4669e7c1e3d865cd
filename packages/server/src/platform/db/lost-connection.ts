import type { Sql, TransactionSql } from 'postgres';
import { isUnreachable } from './unreachable.ts';

/**
 * Keeps a transaction that lost its connection from saying anything more. postgres.js would send it all the same: to
 * a socket that is gone, which ends the process, or in whichever transaction has the connection next.
 */
export function silenceLostTransactions(client: Sql): void {
  const begin = client.begin.bind(client) as (work: (tx: TransactionSql) => unknown) => Promise<unknown>;
  const guardedBegin = async (work: (tx: TransactionSql) => unknown): Promise<unknown> => {
    let lost: Error | undefined;
    const note = (error: unknown) => {
      if (isUnreachable(error)) lost = error as Error;
    };
    // What never settles leaves postgres.js nothing to commit or to roll back.
    const settle = <T>(outcome: () => T) => (lost ? new Promise<never>(() => {}) : outcome());
    try {
      return await begin((tx) => {
        const unsafe = tx.unsafe.bind(tx);
        tx.unsafe = ((...statement: Parameters<typeof unsafe>) => {
          if (lost) throw lost;
          const query = unsafe(...statement);
          query.catch(note);
          return query;
        }) as typeof tx.unsafe;
        return Promise.resolve(work(tx)).then(
          (result) => settle(() => result),
          (error: unknown) =>
            settle(() => {
              throw error;
            }),
        );
      });
    } catch (error) {
      note(error);
      throw error;
    }
  };
  client.begin = guardedBegin as typeof client.begin;
}
