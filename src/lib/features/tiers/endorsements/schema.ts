import { z } from 'zod';
import { id, key, requiredText } from '$lib/shared/form';
import { endorserRoles } from './rules';

export const giveEndorsementSchema = z.object({
	personId: id,
	/** Ladder and tier, `bank/manager`. */
	tier: z.string(key('app.field.choice')).regex(/^[A-Za-z0-9]+\/[A-Za-z0-9]+$/, key('app.field.choice')),
	role: z.enum(endorserRoles, key('app.field.choice')),
	words: requiredText(1000)
});
export type GiveEndorsement = z.infer<typeof giveEndorsementSchema>;

export const withdrawEndorsementSchema = z.object({ endorsementId: id, words: requiredText(500) });
export type WithdrawEndorsement = z.infer<typeof withdrawEndorsementSchema>;
