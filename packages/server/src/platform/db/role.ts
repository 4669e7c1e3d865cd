import postgres from 'postgres';
import { OperatorError } from '../../kernel/operator-error.ts';

/** @throws OperatorError when the database cannot be reached, or would be used as a superuser, whom no rule binds */
export async function checkRole(url: string): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  const { hostname, port } = new URL(url);
  try {
    const [role] = await client<{ name: string; superuser: boolean }[]>`
      select rolname as name, rolsuper as superuser from pg_roles where rolname = current_user`;
    if (!role?.superuser) return;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`The database at ${hostname}:${port || 5432} cannot be used: ${reason}.`, { cause });
  } finally {
    await client.end();
  }
  throw new OperatorError(
    'DATABASE_URL names a superuser: give the server a role of its own that owns its database and is no superuser.',
  );
}
