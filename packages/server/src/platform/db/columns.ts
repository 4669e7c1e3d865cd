import { customType, timestamp } from 'drizzle-orm/pg-core';

/** Text ordered by its bytes, the same on every machine. */
export const bytewise = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** An instant, read and written as text so that microseconds survive. */
export const instant = () => timestamp({ withTimezone: true, mode: 'string' });
