import { desc, eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { policiesInForce } from '../policies-in-force.server';
import { candidacies } from '../tables.server';

export interface ListedCandidacy {
	id: string;
	ladder: LocalText;
	startsOn: IsoDate;
	endsOn: IsoDate | null;
}

/** The ladders that a person is or was on the way to, newest first, and those that could be added. */
export async function listCandidacies(ctx: Context, personId: string) {
	if (!isId(personId)) throw notFound();
	const { unitPath } = await getPersonSubject(ctx.db, personId);
	authorize(ctx.actor, 'people.person.read', { personId, unitPath });
	const policies = await policiesInForce(ctx.db, dateIn(ctx.now));
	const rows = await ctx.db
		.select()
		.from(candidacies)
		.where(eq(candidacies.personId, personId))
		.orderBy(desc(candidacies.startsOn), desc(candidacies.id));
	const nameOf = (ladder: string): LocalText =>
		policies.get(ladder)?.policy.name ?? { 'zh-CN': ladder, en: ladder };
	const open = new Set(rows.filter(({ endsOn }) => endsOn === null).map(({ ladder }) => ladder));
	return {
		list: rows.map(({ id, ladder, startsOn, endsOn }): ListedCandidacy => ({
			...{ id, ladder: nameOf(ladder), startsOn, endsOn }
		})),
		ladders: [...policies]
			.filter(([id]) => !open.has(id))
			.map(([id, { policy }]) => ({ id, name: policy.name })),
		mayManage: can(ctx.actor, 'tiers.candidacy.manage', {
			...{ personId, unitPath, parties: { person: personId } }
		}).ok,
		today: dateIn(ctx.now)
	};
}
