import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { checkIndicators, type Indicator } from '../rules';
import type { CreatePeriod } from '../schema';
import { assessmentPeriods } from '../tables.server';

/** Adds a period with its weighted indicators (domain, 6). Two periods do not end on the same day. */
export async function createPeriod(ctx: Context, input: CreatePeriod): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'assessments.period.manage');
		const indicators = Object.values(input.indicators).map(({ id, nameZh, nameEn, weight }): Indicator => ({
			id,
			name: { 'zh-CN': nameZh, en: nameEn },
			weight
		}));
		const impossible = checkIndicators(indicators);
		if (impossible) throw invalid(impossible);
		if (input.endsOn <= input.startsOn) throw invalid('app.form', { endsOn: 'assessments.period.dates' });
		const { nameZh, nameEn, startsOn, endsOn } = input;
		const period = { nameZh, nameEn, startsOn, endsOn, indicators };
		const id = newId(ctx.now);
		await tx
			.insert(assessmentPeriods)
			.values({
				...period,
				id,
				createdBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				createdAt: ctx.now
			})
			.catch((error) => {
				if (brokenConstraint(error) !== 'assessment_periods_end') throw error;
				throw invalid('app.form', { endsOn: 'assessments.period.taken' });
			});
		await recordAudit(tx, ctx, {
			action: 'assessments.period.manage',
			subject: { type: 'assessmentPeriod', id },
			after: period
		});
		return { id };
	});
}
