import { and, eq, lte } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from '$lib/access/can';
import { mentorIdsOf } from '$lib/features/mentoring/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isoDate, optionalDate } from '$lib/shared/form';
import { people, units } from '../../people/tables.server';
import { tierOf } from '../policy/types';
import { findPolicyInForce } from '../queries/policies.server';
import { LADDER } from '../rules';
import { appointments } from '../tables.server';
import { mayDo, type AuthorityReason } from './rules';

/** What the address of the question holds; `on` defaults to today. */
export const authorityQuestion = z.object({
	do: z.string().trim().min(1).max(60),
	// What cannot be read as an amount is refused: taken for none it would be held against no limit.
	amount: z
		.string()
		.trim()
		.transform((text) => (text === '' ? null : Number(text)))
		.pipe(z.number().finite().min(0).nullable())
		.nullable()
		.default(null),
	ladder: z.string().trim().min(1).max(60).default(LADDER),
	on: z.union([isoDate, optionalDate])
});
export type AuthorityQuestion = z.infer<typeof authorityQuestion>;

export interface AuthorityReply {
	employeeNo: string;
	ladder: string;
	do: string;
	amount: number | null;
	on: IsoDate;
	allowed: boolean;
	reason: AuthorityReason;
	tier: { id: string; name: LocalText } | null;
	limit: { amount: number; unit: string } | null;
	/** The version of the standard that answers. */
	policy: { effectiveFrom: IsoDate; sha256: string } | null;
	answeredAt: string;
}

/** May this person do this on this date, and why. For business systems; answered as known now. */
export async function askAuthority(
	ctx: Context,
	employeeNo: string,
	question: AuthorityQuestion
): Promise<AuthorityReply> {
	const [person] = await ctx.db
		.select({ id: people.id, status: people.status, unitPath: units.path })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(people.employeeNo, employeeNo));
	if (!person) throw notFound();
	const { id: personId, unitPath } = person;
	const mentorIds = await mentorIdsOf(ctx.db, personId);
	authorize(ctx.actor, 'tiers.authority.read', { personId, unitPath, mentorIds });
	const on = question.on ?? dateIn(ctx.now);
	const { do: authority, amount, ladder } = question;
	const version = await findPolicyInForce(ctx.db, ladder, on);
	const held = await ctx.db
		.select()
		.from(appointments)
		.where(
			and(
				eq(appointments.personId, personId),
				eq(appointments.ladder, ladder),
				lte(appointments.startsOn, on)
			)
		);
	const answer = mayDo(
		version?.policy ?? null,
		{ active: person.status === 'active', appointments: held },
		{ authority, amount, on }
	);
	const tier = answer.tier && version ? tierOf(version.policy, answer.tier) : undefined;
	return {
		...{ employeeNo, ladder, do: authority, amount, on },
		...{ allowed: answer.allowed, reason: answer.reason },
		tier: tier ? { id: tier.id, name: tier.name } : null,
		limit: answer.authority?.limit ?? null,
		policy: version && { effectiveFrom: version.policy.effectiveFrom, sha256: version.sha256 },
		answeredAt: ctx.now.toISOString()
	};
}
