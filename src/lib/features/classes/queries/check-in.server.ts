import { inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { ownSessions } from '../check-in.server';
import { attendanceOf, personOf } from '../load.server';
import { codesCount } from '../rules';
import { classes } from '../tables.server';

/** The sessions at which the signed-in person can check in now, and whether they have. */
export async function listCheckIns(ctx: Context) {
	const personId = personOf(ctx);
	authorize(ctx.actor, 'classes.class.enrol', { personId });
	const going = (await ownSessions(ctx.db, personId, ctx.now)).filter((one) => codesCount(one, ctx.now));
	if (!going.length) return [];
	const seen = await attendanceOf(
		ctx.db,
		going.map(({ id }) => id)
	);
	const titles = await ctx.db
		.select({ id: classes.id, title: classes.title })
		.from(classes)
		.where(
			inArray(
				classes.id,
				going.map(({ classId }) => classId)
			)
		);
	return going.map(({ id, classId, place, startsAt, endsAt }) => ({
		...{ id, classId, place, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
		title: titles.find((row) => row.id === classId)!.title,
		state: seen.find((row) => row.sessionId === id && row.personId === personId)?.state ?? null
	}));
}
