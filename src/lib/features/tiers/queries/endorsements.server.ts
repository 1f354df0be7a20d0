import { and, asc, desc, eq, exists, isNull, ne, or, sql } from 'drizzle-orm';
import { can, type Actor } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { matchesPerson, type FoundPerson } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { pairings } from '../../mentoring/tables.server';
import { people, units } from '../../people/tables.server';
import { rolesToEndorse, type EndorserRole } from '../endorsements/rules';
import { loadEndorsed } from '../endorsements/subject.server';
import { policiesInForce } from '../policies-in-force.server';
import { endorsements } from '../tables.server';

export interface ListedEndorsement {
	id: string;
	ladder: string;
	tier: LocalText;
	role: EndorserRole;
	by: string;
	words: string;
	on: IsoDate;
	/** Given, and neither taken back nor given again since. */
	stands: boolean;
	withdrawn: boolean;
	mayWithdraw: boolean;
}

/** Who stood up for a person, newest first; and in which roles the reader may. */
export async function getEndorsements(ctx: Context, personId: string) {
	if (!isId(personId)) throw notFound();
	const { person, subject } = await loadEndorsed(ctx.db, personId);
	const roles = rolesToEndorse(ctx.actor, subject);
	if (!roles.length && !can(ctx.actor, 'tiers.path.read', subject).ok) throw forbidden();
	const policies = await policiesInForce(ctx.db, dateIn(ctx.now));
	const nameOf = (ladder: string, tier: string): LocalText =>
		policies.get(ladder)?.policy.tiers.find((one) => one.id === tier)?.name ?? { 'zh-CN': tier, en: tier };
	const rows = await ctx.db
		.select({ row: endorsements, by: people.name })
		.from(endorsements)
		.innerJoin(people, eq(people.id, endorsements.endorsedBy))
		.where(eq(endorsements.personId, personId))
		.orderBy(desc(endorsements.recordedAt), desc(endorsements.id));
	const newest = new Set<string>();
	const list = rows.map(({ row, by }): ListedEndorsement => {
		const word = [row.ladder, row.tier, row.role, row.endorsedBy].join(' ');
		const stands = !newest.has(word) && !row.withdrawn;
		newest.add(word);
		return {
			...{ id: row.id, ladder: row.ladder, tier: nameOf(row.ladder, row.tier), by, words: row.words },
			...{ role: row.role as EndorserRole, on: row.endorsedOn, stands, withdrawn: row.withdrawn },
			mayWithdraw: stands && ctx.actor.kind === 'person' && ctx.actor.personId === row.endorsedBy
		};
	});
	return {
		person: { id: person.id, name: person.name, unitName: person.unitName },
		own: ctx.actor.kind === 'person' && ctx.actor.personId === personId,
		roles,
		list,
		tiers: [...policies].flatMap(([ladder, { policy }]) =>
			policy.tiers.map((tier) => ({ value: `${ladder}/${tier.id}`, ladder: policy.name, tier: tier.name }))
		)
	};
}

/** Rows of people whom the actor mentors today, or manages as head. */
function nearTo(ctx: Context, actor: Extract<Actor, { kind: 'person' }>) {
	const mentored = exists(
		ctx.db
			.select({ one: sql`1` })
			.from(pairings)
			.where(
				and(
					eq(pairings.traineeId, people.id),
					eq(pairings.mentorId, actor.personId),
					isNull(pairings.endedOn)
				)
			)
	);
	const head = sql`(select h.id from units u join people h on h.id = u.head_id and h.status = 'active'
		where ${units.path} like u.path || '%' and h.id <> ${people.id}
		order by length(u.path) desc limit 1)`;
	return or(
		and(mentored, whereMay(ctx.actor, 'tiers.endorsement.give', { mentoredBy: () => mentored })),
		sql`${head} = ${actor.personId}`
	);
}

/** Active people for whom the reader may stand up: mentees, those they manage, those of their units as HR; at most 30. */
export async function listEndorsable(ctx: Context, q: string): Promise<FoundPerson[]> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden('access.signed_out');
	const rows = await ctx.db
		.select({
			id: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			post: people.post,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(people.status, 'active'),
				ne(people.id, actor.personId),
				or(nearTo(ctx, actor), whereMay(actor, 'tiers.endorsement.give', { unitPath: units.path })),
				matchesPerson(q)
			)
		)
		.orderBy(asc(people.employeeNo))
		.limit(30);
	return rows.map(({ zh, en, ...row }) => ({ ...row, unitName: { 'zh-CN': zh, en } }));
}
