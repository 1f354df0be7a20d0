import type { I18n } from '$lib/i18n/i18n';
import type { GroupView } from '../describe-groups.server';

/** Who a group is, in words. */
export function groupWords({ t, local }: I18n, group: GroupView): string {
	const tier = group.tier && { ladder: local(group.tier.ladder), tier: local(group.tier.name) };
	const unit = group.unit ? local(group.unit) : '—';
	if (group.kind === 'unit') return t('staffAssignments.group.unit', { unit });
	if (group.kind === 'role' && group.role)
		return t('staffAssignments.group.role', { role: t(`access.role.${group.role}`) });
	if (group.kind === 'tier' && tier) return t('staffAssignments.group.tier', tier);
	if (group.rule === 'hiredWithin')
		return t('staffAssignments.group.hiredWithin', { months: group.months ?? 0 });
	if (group.rule === 'tierInUnit' && tier)
		return t('staffAssignments.group.tierInUnit', { unit, tier: tier.tier });
	if (group.rule === 'activeMentors') return t('staffAssignments.group.activeMentors');
	const names = group.people.join(t('tiers.join.list')) + (group.count > group.people.length ? ' …' : '');
	return t('staffAssignments.group.person', { count: group.count, names });
}

/** By when a group has to be done. */
export function dueWords({ t, date }: I18n, { dueOn, dueDays }: GroupView): string {
	if (dueOn) return t('staffAssignments.group.due.on', { date: date(dueOn) });
	return dueDays === null
		? t('staffAssignments.group.due.none')
		: t('staffAssignments.group.due.days', { days: dueDays });
}
