import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { rulesOn } from '$lib/features/mentoring/index.server';
import { redact, type Redacted } from '$lib/features/tiers';
import { factsFor, recordLook } from '$lib/features/tiers/index.server';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { pairings } from '../../mentoring/tables.server';
import { people } from '../../people/tables.server';
import { loadMentors, type Mentor } from '../candidates.server';
import { mentorRuleOn, qualify } from '../rule.server';
import { mentorSubject, personOf, requireStaff } from '../subject.server';
import { mentorPauses } from '../tables.server';
import type { PauseKind } from '../vocabulary';
import type { Outcomes } from '../outcomes';

export interface ListedPause {
	id: string;
	kind: PauseKind;
	startsOn: IsoDate;
	endsOn: IsoDate | null;
	reason: string;
	by: string;
	/** Whether the reader may end it. */
	mayEnd: boolean;
}

export interface MentorPage {
	mentor: Omit<Mentor, 'evaluation' | 'unitPath' | 'barred' | 'outcomes'>;
	/** The rule's answer, as far as the reader may see what it rests on. */
	evaluation: Redacted;
	ruleFrom: IsoDate;
	pauses: ListedPause[];
	outcomes: Outcomes;
	trainees: { pairingId: string; name: string; startsOn: IsoDate; endsOn: IsoDate }[];
	mayManage: boolean;
	today: IsoDate;
	/** The most that they may say themselves. */
	mostCapacity: number;
}

/** A mentor of the pool for staff: profile, load, pauses, and whether the rule lets them mentor and why. */
export async function getMentor(ctx: Context, personId: string): Promise<MentorPage> {
	requireStaff(ctx, 'mentors.mentor.read');
	return readMentor(ctx, personId);
}

/** The signed-in mentor's own page. Null for somebody who does not hold the role. */
export async function findOwnProfile(ctx: Context): Promise<MentorPage | null> {
	const personId = personOf(ctx);
	const [mentor] = await loadMentors(ctx.db, dateIn(ctx.now), eq(people.id, personId));
	return mentor ? readMentor(ctx, personId) : null;
}

async function readMentor(ctx: Context, personId: string): Promise<MentorPage> {
	const { subject } = await mentorSubject(ctx.db, ctx, personId);
	const today = dateIn(ctx.now);
	const [found] = await loadMentors(ctx.db, today, eq(people.id, personId));
	if (!found) throw notFound();
	const own = ctx.actor.kind === 'person' && ctx.actor.personId === personId;
	if (!own && !can(ctx.actor, 'mentors.mentor.read', subject).ok) throw forbidden();
	const mayManage = can(ctx.actor, 'mentors.mentor.manage', subject).ok;
	const sensitive = own || can(ctx.actor, 'people.sensitive.read', subject).ok;
	// A look at another person's conduct is recorded before it is given (design, 5).
	if (!own && sensitive) await recordLook(ctx, { personId, at: 'mentor' });
	const reader = { evidence: own || can(ctx.actor, 'people.evidence.read', subject).ok, sensitive };
	const rule = await mentorRuleOn(ctx.db, today);
	const facts = (await factsFor(ctx.db, [personId], { on: today })).get(personId)!;
	const { evaluation: _evaluation, unitPath: _path, barred: _barred, outcomes, ...mentor } = found;
	return {
		mentor,
		evaluation: redact(qualify(rule, facts, today), reader),
		ruleFrom: rule.effectiveFrom,
		pauses: await listPauses(ctx, personId, today, { mayManage, own }),
		outcomes,
		trainees: await listTrainees(ctx, personId),
		mayManage,
		today,
		mostCapacity: Math.max((await rulesOn(ctx.db, today)).activePerMentor, mentor.capacity)
	};
}

/** Pauses that hold or are to come, then the last ones that are over. */
async function listPauses(
	ctx: Context,
	personId: string,
	today: IsoDate,
	{ mayManage, own }: { mayManage: boolean; own: boolean }
): Promise<ListedPause[]> {
	const rows = await ctx.db
		.select({ pause: mentorPauses, by: people.name })
		.from(mentorPauses)
		.innerJoin(people, eq(people.id, mentorPauses.recordedBy))
		.where(eq(mentorPauses.personId, personId))
		.orderBy(desc(mentorPauses.startsOn), desc(mentorPauses.id))
		.limit(10);
	return rows.map(({ pause: { id, kind, startsOn, endsOn, reason }, by }) => ({
		...{ id, kind, startsOn, endsOn, reason, by },
		mayEnd: (endsOn === null || endsOn >= today) && (mayManage || (own && kind === 'leave'))
	}));
}

async function listTrainees(ctx: Context, mentorId: string): Promise<MentorPage['trainees']> {
	return ctx.db
		.select({
			...{ pairingId: pairings.id, name: people.name },
			...{ startsOn: pairings.startsOn, endsOn: pairings.endsOn }
		})
		.from(pairings)
		.innerJoin(people, eq(people.id, pairings.traineeId))
		.where(and(eq(pairings.mentorId, mentorId), isNull(pairings.endedOn)))
		.orderBy(asc(pairings.endsOn));
}
