import { isBranch, isGroup, type Node, type Requirement } from '$lib/features/tiers';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import type { PathItem, PathStep } from './content';
import type { Need } from './gap';

interface HoursArgs {
	minutes: number;
	withinMonths: number;
	area?: KnowledgeArea;
	method?: DeliveryMethod;
}

/** What a single condition asks to be learned; null for those that are about something else. */
function itemOf(requirement: Requirement): PathItem | null {
	if (isGroup(requirement)) return null;
	if (requirement.kind === 'moduleCompleted') return { module: requirement.args['module'] as string };
	if (requirement.kind === 'creditHours') return { hours: requirement.args as unknown as HoursArgs };
	return null;
}

/**
 * The path of a tier, made from what its standard asks to be learned: first the modules that all must take, then sets
 * of which some are enough, then the hours. A choice that can be met without learning asks for nothing here.
 */
export function pathOfTier(requirements: readonly Requirement[]): PathStep[] {
	const modules: PathItem[] = [];
	const sets: PathStep[] = [];
	const hours: PathItem[] = [];
	const walk = (requirement: Requirement): void => {
		const item = itemOf(requirement);
		if (item) ('hours' in item ? hours : modules).push(item);
		if (!isGroup(requirement)) return;
		const count =
			requirement.kind === 'all' ? requirement.of.length : 'count' in requirement ? requirement.count : 1;
		if (count >= requirement.of.length) return requirement.of.forEach(walk);
		const items = requirement.of.map(itemOf);
		if (!items.every((one) => one !== null)) return;
		sets.push({
			...(requirement.label ? { title: requirement.label } : {}),
			rule: { kind: 'atLeast', count },
			items
		});
	};
	requirements.forEach(walk);
	const all = (items: PathItem[]): PathStep[] => (items.length ? [{ rule: { kind: 'all' }, items }] : []);
	return [...all(modules), ...sets, ...all(hours)];
}

/** What learning has still to bring, of what an evaluation of the same requirements found missing. */
export const needsOf = (requirements: readonly Requirement[], nodes: readonly Node[]): Need[] =>
	needsByRequirement(requirements, nodes).map(({ need }) => need);

/** The same, each with the place of the requirement that it comes from. */
export function needsByRequirement(
	requirements: readonly Requirement[],
	nodes: readonly Node[]
): { at: number; need: Need }[] {
	return requirements.flatMap((requirement, at) => {
		const node = nodes[at];
		const need = node && needOf(requirement, node);
		return need ? [{ at, need }] : [];
	});
}

const isOpen = ({ outcome }: Node) => outcome === 'missing' || outcome === 'unknown';

/** Null when nothing is missing, or when learning alone cannot bring it. */
function needOf(requirement: Requirement, node: Node): Need | null {
	if (!isOpen(node)) return null;
	const item = itemOf(requirement);
	if (item && 'module' in item) return { kind: 'module', module: item.module };
	if (item && 'hours' in item) {
		const { area, method } = item.hours;
		const minutes = isBranch(node) ? 0 : (node.measure?.shortfall ?? 0);
		return minutes
			? { kind: 'hours', hours: { minutes, ...(area && { area }), ...(method && { method }) } }
			: null;
	}
	if (!isGroup(requirement) || !isBranch(node)) return null;
	const parts = requirement.of.map((part, i) => ({ part, node: node.of[i]! }));
	const needs = parts.flatMap(({ part, node: one }) => needOf(part, one) ?? []);
	if (requirement.kind === 'all')
		return needs.length ? { kind: 'some', count: needs.length, of: needs } : null;
	const settled = parts.filter(({ node: one }) => one.outcome === 'met' || one.outcome === 'waived').length;
	const count = node.need - settled;
	return count > 0 && needs.length >= count ? { kind: 'some', count, of: needs } : null;
}
