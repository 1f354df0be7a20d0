import { examTiers, type ExamTier } from '$lib/features/exams';
import type { ConditionEngine } from '$lib/features/exams/index.server';
import { loadI18n } from '$lib/i18n/load';
import type { LocalText } from '$lib/i18n/locales';
import { capital, foundOf, headingOf, linkOf, missingOf, nextOf } from './components/words';
import { answer } from './engine/answer';
import { inOrder, noFacts } from './engine/facts';
import { isSatisfied } from './engine/outcome';
import { say } from './engine/phrase';
import { factsFor } from './facts.server';
import { policiesInForce } from './policies-in-force.server';
import { tierOf, type Requirement } from './policy/types';

type Asked = Parameters<ConditionEngine>[3][number];

/** Conditions outside any standard answered for one person, as a standard's would be, with no exception for anybody. */
export const answerConditionsOfPerson: ConditionEngine = async (ctx, db, about, asked) => {
	const { personId, ladder, tier, on } = about;
	const facts = inOrder((await factsFor(db, [personId], { on })).get(personId) ?? noFacts(personId));
	const policy = (await policiesInForce(db, on)).get(ladder)?.policy;
	const [i18n, zh, en] = await Promise.all([loadI18n(ctx.locale), loadI18n('zh-CN'), loadI18n('en')]);
	const isKnown = (id: string): id is ExamTier => (examTiers as readonly string[]).includes(id);
	const tierName = (id: string): LocalText =>
		(policy && tierOf(policy, id)?.name) ??
		(isKnown(id)
			? { 'zh-CN': zh.t(`exams.tier.${id}`), en: en.t(`exams.tier.${id}`) }
			: { 'zh-CN': id, en: id });
	const setting = {
		ladder,
		tier,
		asOf: on,
		purpose: 'promote' as const,
		pauses: policy?.pauses ?? [],
		tierName
	};
	const view = { facts, setting, waivers: new Map(), suppose: new Set<string>(), brief: true };
	return asked.map((one, i) => {
		const node = answer(requirementOf(one), String(i), view);
		const met = isSatisfied(node);
		const found = met
			? foundOf(i18n, node)
			: missingOf(node)
					.map((leaf) => say(i18n, leaf.found))
					.join(i18n.t('tiers.join.list'));
		return {
			met,
			says: headingOf(i18n, node),
			found: capital(found),
			href: met ? null : (linkOf(nextOf(node), null)?.href ?? null)
		};
	});
};

const requirementOf = (asked: Asked): Requirement => ({
	...{ label: null, ref: null },
	...('of' in asked ? { kind: 'any' as const, of: asked.of.map(requirementOf) } : asked)
});
