import { sql } from 'drizzle-orm';
import { registrations } from '../tables.server';

/** Whether a registration is in a paper room and nothing is settled about its sheet, as a part of another query. */
export const isUnread = sql<boolean>`(exists (
		select from sitting_rooms r where r.id = ${registrations.roomId} and r.kind = 'paper'
	) and not exists (
		select from sheet_outcomes o where o.registration_id = ${registrations.id}
	))`;
