import { setRequirementSchema } from '$lib/features/credit';
import { listRequirements, setRequirement } from '$lib/features/credit/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => listRequirements(ctx));

export const actions = {
	set: action(setRequirementSchema, setRequirement, { notice: 'staffCredit.notice.requirement' })
};
