import { z } from 'zod';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';

const words = z.strictObject({
	'zh-CN': z.string().trim().min(1).max(200),
	en: z.string().trim().min(1).max(200)
});
const code = z
	.string()
	.max(100)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

const item = z.union([z.strictObject({ module: code }), z.strictObject({ class: code })]);
const rule = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('all') }),
	z.strictObject({ kind: z.literal('atLeast'), count: z.int().min(1).max(50) })
]);

/** What a path says, as an officer writes it: sets of modules and classes, one after the other. */
export const pathContent = z.strictObject({
	title: words,
	summary: words,
	steps: z
		.array(z.strictObject({ title: words.optional(), rule, items: z.array(item).min(1).max(50) }))
		.min(1)
		.max(30)
});
export type PathContent = z.output<typeof pathContent>;

/** Credit hours that are still to be earned, of an area or by a method where one is named. */
export interface Hours {
	/** In minutes. */
	minutes: number;
	area?: KnowledgeArea;
	method?: DeliveryMethod;
}

/** `hours` stands only in the paths of tiers, which are made from the policy. */
export type PathItem = { module: string } | { class: string } | { hours: Hours & { withinMonths: number } };

export interface PathStep {
	title?: PathContent['title'] | undefined;
	rule: { kind: 'all' } | { kind: 'atLeast'; count: number };
	items: PathItem[];
}
