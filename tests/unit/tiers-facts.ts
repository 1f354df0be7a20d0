import type { EvidenceData, EvidenceFact, EvidenceKind } from '$lib/features/people';
import { noFacts, type PersonFacts } from '$lib/features/tiers/engine/facts';
import { creditsOf } from '$lib/features/tiers/engine/stored-facts';
import type { Policy, Requirement, Tier } from '$lib/features/tiers/policy/types';

let counter = 0;
const nextId = () => `fact-${String(++counter).padStart(5, '0')}`;

export const file = <K extends EvidenceKind>(
	kind: K,
	validFrom: string,
	data: EvidenceData[K],
	validTo: string | null = null
): EvidenceFact => ({ id: nextId(), kind, validFrom, validTo, data }) as EvidenceFact;

export const degree = (level: EvidenceData['education']['level'], on = '2015-07-01') =>
	file('education', on, { level, school: '江海大学', major: null });
export const job = (
	from: string,
	to: string | null = null,
	kind: EvidenceData['experience']['kind'] = 'credit'
) => file('experience', from, { kind, employer: '江海银行', post: '客户经理' }, to);
export const check = (on: string, outcome: 'good' | 'poor' = 'good') =>
	file('creditCheck', on, { outcome, source: '征信中心' });
export const sanction = (on: string, severity: 'minor' | 'serious' = 'serious', to: string | null = null) =>
	file('discipline', on, { kind: 'administrative', severity, description: '违规' }, to);

export const certificate = (
	tier: string,
	issuedOn: string,
	validTo: string,
	revokedOn: string | null = null
) => ({
	id: nextId(),
	number: `JH-${tier}`,
	ladder: 'bank',
	tier,
	issuedOn,
	validTo,
	revokedOn
});
export const shadowed = (
	occurredOn: string,
	minutes: number,
	state: 'waiting' | 'countersigned' | 'disputed' = 'countersigned',
	more: { steps?: number[]; rubric?: Record<string, number> } = {}
) => ({
	id: nextId(),
	occurredOn,
	minutes,
	steps: more.steps ?? [1],
	state,
	signedOn: state === 'waiting' ? null : occurredOn,
	rubric: more.rubric ?? {}
});
export const completed = (
	module: string,
	completedOn: string,
	creditMinutes = 60,
	area = 'business',
	method = 'online'
) => ({
	id: nextId(),
	module,
	title: { 'zh-CN': module, en: module },
	version: 1,
	completedOn,
	creditMinutes,
	area,
	method
});
export const appointed = (tier: string | null, startsOn: string, validTo: string | null = null) => ({
	id: nextId(),
	ladder: 'bank',
	tier,
	startsOn,
	validTo
});
export const leave = (from: string, to: string | null, kind: EvidenceData['leave']['kind'] = 'maternity') =>
	file('leave', from, { kind }, to);
export const exception = (tier: string, ref: string, from: string, to: string) => ({
	id: nextId(),
	ladder: 'bank',
	tier,
	ref,
	from,
	to,
	decisionId: `decision-${ref}`
});

/** Completions have earned what they say, unless `credits` says otherwise. */
export const factsOf = (facts: Partial<PersonFacts>): PersonFacts => ({
	...noFacts('person'),
	credits: creditsOf(facts.completions ?? []),
	...facts
});
export const earned = (
	title: string,
	earnedOn: string,
	minutes = 60,
	more: Partial<PersonFacts['credits'][number]> = {}
): PersonFacts['credits'][number] => ({
	...{ id: nextId(), source: 'class', title: { 'zh-CN': title, en: title }, area: 'marketing' },
	...{ method: 'classroom', minutes, earnedOn, ...more }
});

const name = (id: string) => ({ 'zh-CN': id, en: id });

/** A tier that requires what is given and says nothing else. */
export const tierOf = (id: string, requirements: Requirement[], more: Partial<Tier> = {}): Tier => ({
	id,
	name: name(id),
	requirements,
	retain: [],
	readmit: [],
	lapse: null,
	validityMonths: null,
	waivable: [],
	decision: { by: 'approver' },
	noticeDays: 0,
	quota: null,
	authority: [],
	...more
});

/** A ladder whose second tier is given. */
export const ladderOf = (high: Tier, more: Partial<Policy> = {}): Policy => ({
	ladder: 'bank',
	effectiveFrom: '2020-01-01',
	name: name('标准'),
	edition: name('2020'),
	pauses: [],
	ranking: [],
	bottomRank: null,
	tiers: [tierOf('low', [need('induction', {})]), high],
	...more
});

/** A ladder whose second tier requires what is given. */
export const policyOf = (...requirements: Requirement[]): Policy => ladderOf(tierOf('high', requirements));

export const need = (
	kind: string,
	args: Record<string, unknown>,
	ref: string | null = null
): Requirement => ({ label: null, ref, kind, args });
const group = (kind: 'all' | 'any', of: Requirement[]): Requirement => ({ label: null, ref: null, kind, of });
export const all = (...of: Requirement[]): Requirement => group('all', of);
export const any = (...of: Requirement[]): Requirement => group('any', of);
export const atLeast = (count: number, ...of: Requirement[]): Requirement => ({
	label: null,
	ref: null,
	kind: 'atLeast',
	count,
	of
});
/** The same requirement with a name by which it may be waived. */
export const called = (ref: string, requirement: Requirement): Requirement => ({ ...requirement, ref });
