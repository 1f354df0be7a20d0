import { z } from 'zod';
import { roleNames } from '$lib/access/roles';

const ladder = z.string().max(60);
const tier = z.string().max(60);

/** What a rule looks at besides units, roles and tiers alone. */
export const audienceRules = ['hiredWithin', 'tierInUnit', 'activeMentors'] as const;
export type AudienceRule = (typeof audienceRules)[number];

/** Who is in a group. A unit is it and those below; a tier is held today; people by their ids. */
export const audience = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('unit'), unitId: z.uuid() }),
	z.strictObject({ kind: z.literal('role'), role: z.enum(roleNames) }),
	z.strictObject({ kind: z.literal('tier'), ladder, tier }),
	z.strictObject({
		kind: z.literal('rule'),
		rule: z.discriminatedUnion('name', [
			z.strictObject({ name: z.literal('hiredWithin'), months: z.int().min(1).max(600) }),
			z.strictObject({ name: z.literal('tierInUnit'), ladder, tier, unitId: z.uuid() }),
			z.strictObject({ name: z.literal('activeMentors') })
		])
	}),
	z.strictObject({ kind: z.literal('person'), personIds: z.array(z.uuid()).min(1).max(2000) })
]);
export type Audience = z.output<typeof audience>;
export const audienceKinds = ['unit', 'role', 'tier', 'rule', 'person'] as const;
