import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant. */
export const at = (name: string) => timestamp(name, { withTimezone: true });

/** Bytes as they are. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** Words made ready to be searched; written with `to_tsvector`. */
export const searchable = customType<{ data: string }>({ dataType: () => 'tsvector' });
