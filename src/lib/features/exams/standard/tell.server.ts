import { and, eq, isNull } from 'drizzle-orm';
import { notifyMany, type Notice } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import type { SittingRow } from '../places.server';
import { registrations } from '../tables.server';
import { candidatesAmong, type Study } from './load.server';

type Told = Pick<SittingRow, 'id' | 'titleZh' | 'titleEn'>;
const examOf = ({ titleZh, titleEn }: Told) => ({ exam: { 'zh-CN': titleZh, en: titleEn } });
const pageOf = ({ id }: Told) => `/staff/sittings/${id}/standard`;

/** Tells judges that items wait for them in a round. */
export const tellJudges = (
	tx: Database,
	ctx: Context,
	{ sitting, studyId, round }: { sitting: Told; studyId: string; round: number },
	personIds: readonly string[]
): Promise<unknown> =>
	notifyMany(
		tx,
		ctx,
		personIds.map((personId): Notice => ({
			...{ personId, kind: 'exams.standard.judge', params: { ...examOf(sitting), round } },
			...{ href: `/judging/${studyId}`, cause: `exams.standard.judge:${studyId}:${round}` }
		}))
	);

/** Tells whoever began a study how far it is. */
export const tellStarter = (
	tx: Database,
	ctx: Context,
	{ study, sitting }: { study: Study; sitting: Told },
	kind: 'exams.standard.round' | 'exams.standard.approved' | 'exams.standard.rejected'
): Promise<unknown> =>
	notifyMany(
		tx,
		ctx,
		study.startedBy
			? [
					{
						...{ personId: study.startedBy, kind, params: { ...examOf(sitting), round: study.round } },
						...{ href: pageOf(sitting), cause: `${kind}:${study.id}:${study.round}` }
					}
				]
			: []
	);

/** Tells everybody who may approve a pass mark that one is proposed, but those who brought it about and candidates. */
export async function tellApprovers(
	tx: Database,
	ctx: Context,
	{ study, sitting }: { study: Study; sitting: Told },
	not: readonly (string | null)[]
): Promise<void> {
	const holders = await holdersOf(tx, 'exams.standard.approve', dateIn(ctx.now));
	const barred = new Set([...not, ...(await candidatesAmong(tx, sitting.id, holders))]);
	await notifyMany(
		tx,
		ctx,
		holders
			.filter((personId) => !barred.has(personId))
			.map((personId) => ({
				...{ personId, kind: 'exams.standard.proposed', params: examOf(sitting), href: pageOf(sitting) },
				cause: `exams.standard.proposed:${study.id}`
			}))
	);
}

/** Tells everybody who is registered that the pass mark is another. */
export async function tellCandidates(
	tx: Database,
	ctx: Context,
	{ study, sitting, percent }: { study: Study; sitting: Told; percent: number }
): Promise<void> {
	const registered = await tx
		.select({ personId: registrations.personId })
		.from(registrations)
		.where(and(eq(registrations.sittingId, sitting.id), isNull(registrations.withdrawnAt)));
	await notifyMany(
		tx,
		ctx,
		registered.map(({ personId }) => ({
			...{ personId, kind: 'exams.standard.mark', params: { ...examOf(sitting), percent } },
			...{ href: `/exams/${sitting.id}`, cause: `exams.standard.mark:${study.id}` }
		}))
	);
}
