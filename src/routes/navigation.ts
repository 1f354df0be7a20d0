import { mayAnywhere, reachesOf, type Actor } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { RoleName } from '$lib/access/roles';
import type { NavigationGroup, NavigationItem } from '$lib/ui/shell/types';

/** What somebody is by being named for it, and by no role. */
export const parts = ['invigilates', 'examines'] as const;
export type Part = (typeof parts)[number];

interface Entry extends NavigationItem {
	/** Any of these shows the entry; the pages themselves ask again. */
	permission: readonly Permission[];
	/** Also for whoever has such a part somewhere, whatever their roles reach. */
	part?: Part;
	group: 'mine' | 'decide' | 'people' | 'tiers' | 'learning' | 'standards';
}

/** Every place of the side bar, in its order. */
export const entries: readonly Entry[] = [
	{
		group: 'decide',
		href: '/staff',
		labelKey: 'app.nav.staff',
		icon: 'decide',
		permission: ['tiers.decision.propose', 'tiers.decision.approve', 'tiers.decision.vote']
	},
	{
		group: 'people',
		href: '/staff/people',
		labelKey: 'app.nav.people',
		icon: 'people',
		permission: ['people.person.read']
	},
	{
		group: 'people',
		href: '/staff/units',
		labelKey: 'app.nav.units',
		icon: 'units',
		permission: ['people.person.read']
	},
	{
		group: 'people',
		href: '/staff/pairings',
		labelKey: 'app.nav.pairings',
		icon: 'pairings',
		permission: ['mentoring.pairing.read']
	},
	{
		group: 'people',
		href: '/staff/mentors',
		labelKey: 'app.nav.mentors',
		icon: 'mentors',
		permission: ['mentors.mentor.read']
	},
	{
		group: 'people',
		href: '/staff/assessments',
		labelKey: 'app.nav.assessments',
		icon: 'assessments',
		permission: ['assessments.period.read']
	},
	{
		group: 'tiers',
		href: '/staff/tiers',
		labelKey: 'app.nav.tiers',
		icon: 'tiers',
		permission: ['tiers.board.read']
	},
	{
		group: 'tiers',
		href: '/staff/ranking',
		labelKey: 'app.nav.ranking',
		icon: 'ranking',
		permission: ['tiers.board.read']
	},
	{
		group: 'tiers',
		href: '/staff/quotas',
		labelKey: 'app.nav.quotas',
		icon: 'quotas',
		permission: ['tiers.board.read']
	},
	{
		group: 'tiers',
		href: '/staff/decisions',
		labelKey: 'app.nav.decisions',
		icon: 'decisions',
		permission: ['tiers.decision.read']
	},
	{
		group: 'tiers',
		href: '/staff/campaigns',
		labelKey: 'app.nav.campaigns',
		icon: 'campaigns',
		permission: ['tiers.campaign.read']
	},
	{
		group: 'tiers',
		href: '/staff/retention',
		labelKey: 'app.nav.retention',
		icon: 'retention',
		permission: ['tiers.board.read']
	},
	{
		group: 'tiers',
		href: '/staff/exceptions',
		labelKey: 'app.nav.exceptions',
		icon: 'exceptions',
		permission: ['tiers.decision.read']
	},
	{
		group: 'tiers',
		href: '/staff/reevaluations',
		labelKey: 'app.nav.reevaluations',
		icon: 'reevaluations',
		permission: ['tiers.board.read']
	},
	{
		group: 'tiers',
		href: '/staff/inquiries',
		labelKey: 'app.nav.inquiries',
		icon: 'inquiries',
		permission: ['tiers.inquiry.answer', 'audit.log.read']
	},
	{
		group: 'learning',
		href: '/staff/learning',
		labelKey: 'app.nav.learning_report',
		shortKey: 'app.nav.short.learning_report',
		icon: 'learningReport',
		permission: ['reports.training.read']
	},
	{
		group: 'learning',
		href: '/staff/modules',
		labelKey: 'app.nav.modules',
		icon: 'modules',
		permission: ['training.module.publish', 'training.progress.read']
	},
	{
		group: 'learning',
		href: '/staff/assignments',
		labelKey: 'app.nav.assignments',
		icon: 'assignments',
		permission: ['assignments.assignment.read']
	},
	{
		group: 'learning',
		href: '/staff/paths',
		labelKey: 'app.nav.staff_paths',
		icon: 'paths',
		permission: ['paths.path.write']
	},
	{
		group: 'learning',
		href: '/staff/matrix',
		labelKey: 'app.nav.matrix',
		icon: 'matrix',
		permission: ['reports.training.read']
	},
	{
		group: 'learning',
		href: '/staff/classes',
		labelKey: 'app.nav.staff_classes',
		icon: 'classes',
		permission: ['classes.class.manage']
	},
	{
		group: 'learning',
		href: '/staff/visits',
		labelKey: 'app.nav.staff_visits',
		icon: 'visits',
		permission: ['visits.visit.read']
	},
	{
		group: 'learning',
		href: '/staff/credit',
		labelKey: 'app.nav.staff_credit',
		icon: 'credit',
		permission: ['credit.entry.read']
	},
	{
		group: 'learning',
		href: '/staff/learners',
		labelKey: 'app.nav.learners',
		icon: 'learners',
		permission: ['training.progress.manage', 'reports.training.read']
	},
	{
		group: 'learning',
		href: '/staff/items',
		also: ['/staff/laws'],
		labelKey: 'app.nav.items',
		icon: 'items',
		permission: ['bank.item.read']
	},
	{
		group: 'learning',
		href: '/staff/blueprints',
		labelKey: 'app.nav.blueprints',
		icon: 'blueprints',
		permission: ['bank.blueprint.read']
	},
	{
		group: 'learning',
		href: '/staff/papers',
		labelKey: 'app.nav.papers',
		icon: 'papers',
		permission: ['bank.paper.read']
	},
	{
		group: 'learning',
		href: '/staff/bank',
		labelKey: 'app.nav.bank',
		icon: 'bank',
		permission: ['bank.item.read']
	},
	{
		group: 'learning',
		href: '/staff/sittings',
		labelKey: 'app.nav.sittings',
		icon: 'sittings',
		permission: ['exams.sitting.read']
	},
	{
		group: 'learning',
		href: '/staff/invigilation',
		labelKey: 'app.nav.invigilation',
		icon: 'invigilation',
		permission: ['exams.room.read'],
		part: 'invigilates'
	},
	{
		group: 'learning',
		href: '/staff/marking',
		labelKey: 'app.nav.marking',
		icon: 'marking',
		permission: ['marking.answer.mark', 'marking.answer.moderate']
	},
	{
		group: 'learning',
		href: '/staff/appeals',
		labelKey: 'app.nav.appeals',
		icon: 'appeals',
		permission: ['regrading.appeal.read', 'regrading.appeal.decide']
	},
	{
		group: 'learning',
		href: '/staff/exam-statistics',
		labelKey: 'app.nav.exam_statistics',
		icon: 'examStatistics',
		permission: ['records.statistics.read']
	},
	{
		group: 'standards',
		href: '/staff/certificates',
		labelKey: 'app.nav.staff_certificates',
		icon: 'certificates',
		permission: ['certificates.certificate.read']
	},
	{
		group: 'standards',
		href: '/staff/pledges',
		labelKey: 'app.nav.staff_pledges',
		icon: 'pledges',
		permission: ['people.evidence.read']
	},
	{
		group: 'standards',
		href: '/staff/policies',
		labelKey: 'app.nav.policies',
		icon: 'policies',
		permission: ['tiers.policy.publish', 'tiers.board.read']
	},
	{
		group: 'standards',
		href: '/staff/certificates/keys',
		labelKey: 'app.nav.signing_keys',
		icon: 'signingKeys',
		permission: ['certificates.key.manage']
	},
	{
		group: 'standards',
		href: '/staff/certificates/tokens',
		labelKey: 'app.nav.tokens',
		icon: 'tokens',
		permission: ['certificates.token.manage']
	},
	{
		group: 'standards',
		href: '/staff/audit',
		labelKey: 'app.nav.audit',
		icon: 'audit',
		permission: ['audit.log.read']
	},
	{
		group: 'mine',
		href: '/path',
		labelKey: 'app.nav.path',
		shortKey: 'app.nav.short.path',
		icon: 'path',
		permission: ['tiers.path.read']
	},
	{
		group: 'mine',
		href: '/training',
		labelKey: 'app.nav.training',
		shortKey: 'app.nav.short.training',
		icon: 'training',
		permission: ['training.module.take']
	},
	{
		group: 'mine',
		href: '/mentoring',
		labelKey: 'app.nav.mentoring',
		shortKey: 'app.nav.short.mentoring',
		icon: 'mentoring',
		permission: ['mentoring.entry.read']
	},
	{
		group: 'mine',
		href: '/exams',
		labelKey: 'app.nav.exams',
		shortKey: 'app.nav.short.exams',
		icon: 'exams',
		permission: ['exams.attempt.take']
	},
	{
		group: 'mine',
		href: '/examinations',
		labelKey: 'app.nav.examinations',
		icon: 'examinations',
		// Everybody may, and only who is named has anything to do there.
		permission: [],
		part: 'examines'
	},
	{
		group: 'mine',
		href: '/practice',
		labelKey: 'app.nav.practice',
		icon: 'practice',
		permission: ['bank.practice.take']
	},
	{
		group: 'mine',
		href: '/classes',
		labelKey: 'app.nav.classes',
		shortKey: 'app.nav.short.classes',
		icon: 'classes',
		permission: ['classes.class.enrol']
	},
	{
		group: 'mine',
		href: '/calendar',
		labelKey: 'app.nav.calendar',
		shortKey: 'app.nav.short.calendar',
		icon: 'calendar',
		permission: ['agenda.calendar.subscribe']
	},
	{
		group: 'mine',
		href: '/credit',
		labelKey: 'app.nav.credit',
		icon: 'credit',
		permission: ['credit.entry.read']
	},
	{
		group: 'mine',
		href: '/visits',
		labelKey: 'app.nav.visits',
		icon: 'visits',
		permission: ['visits.visit.request']
	},
	{
		group: 'mine',
		href: '/certificates',
		labelKey: 'app.nav.certificates',
		shortKey: 'app.nav.short.certificates',
		icon: 'certificates',
		permission: ['certificates.certificate.read']
	},
	{
		group: 'mine',
		href: '/notices',
		labelKey: 'app.nav.notices',
		shortKey: 'app.nav.short.notices',
		icon: 'notices',
		permission: ['tiers.notice.read']
	},
	{
		group: 'mine',
		href: '/pledges',
		labelKey: 'app.nav.pledges',
		icon: 'pledges',
		permission: ['tiers.pledge.sign']
	},
	{
		group: 'mine',
		href: '/endorsements',
		labelKey: 'app.nav.endorsements',
		icon: 'endorsements',
		permission: ['tiers.pledge.sign']
	},
	{
		group: 'mine',
		href: '/inbox',
		labelKey: 'app.nav.inbox',
		shortKey: 'app.nav.short.inbox',
		icon: 'inbox',
		permission: ['notifications.inbox.read']
	},
	{
		group: 'mine',
		href: '/profile',
		labelKey: 'app.nav.profile',
		icon: 'profile',
		permission: ['people.person.read']
	}
];

/** Everybody reads their own things: a place for staff needs a permission that reaches other people's. */
function shows(entry: Entry, actor: Actor, parts: readonly Part[]): boolean {
	if (entry.part && parts.includes(entry.part)) return true;
	if (entry.group === 'mine') return entry.permission.some((permission) => mayAnywhere(actor, permission));
	return entry.permission.some((permission) =>
		reachesOf(actor, permission).some(({ reach }) => reach === 'unit' || reach === 'organisation')
	);
}

/** Made once for each choice of roles and parts: where a role is held opens no place and closes none. */
const made = new Map<string, NavigationGroup[]>();

/** The places that a person may see, staff's first, in groups with a heading once there are several. */
export function navigationFor(actor: Actor, parts: readonly Part[] = []): NavigationGroup[] {
	if (actor.kind !== 'person') return [];
	const kind = [...new Set([...actor.grants.map(({ role }) => role), ...parts])].sort().join();
	let navigation = made.get(kind);
	if (!navigation)
		made.set(kind, (navigation = group(entries.filter((entry) => shows(entry, actor, parts)))));
	return navigation;
}

function group(shown: readonly Entry[]): NavigationGroup[] {
	const groups = new Map<Entry['group'], NavigationItem[]>();
	for (const { group, href, labelKey, shortKey, icon, also } of shown)
		groups.set(group, [...(groups.get(group) ?? []), { href, labelKey, shortKey, icon, also }]);
	return [...groups].map(([group, items]) => ({
		labelKey: groups.size > 1 && group !== 'decide' ? (`app.nav.group.${group}` as const) : null,
		items
	}));
}

/** Where each role starts; the first role of this order that a person holds decides. */
const homes: readonly [RoleName, string][] = [
	['hrApprover', '/staff'],
	['hrOfficer', '/staff'],
	['committeeMember', '/staff'],
	['administrator', '/staff/people'],
	['trainingOfficer', '/staff/learning'],
	['author', '/staff/items'],
	['itemReviewer', '/staff/items'],
	['auditor', '/staff/audit'],
	['invigilator', '/staff/sittings'],
	['marker', '/staff/marking'],
	['mentor', '/mentoring'],
	['trainee', '/path']
];

/** The first page after signing in. */
export function homeOf(actor: Actor): string {
	if (actor.kind !== 'person') return '/';
	if (!actor.grants.length) return '/no-role';
	const held = new Set(actor.grants.map((grant) => grant.role));
	return homes.find(([role]) => held.has(role))?.[1] ?? '/inbox';
}
