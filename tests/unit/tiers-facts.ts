import type { EvidenceData, EvidenceFact, EvidenceKind } from '$lib/features/people';
import { noFacts, type PersonFacts } from '$lib/features/tiers/engine/facts';
import type { Policy, Requirement } from '$lib/features/tiers/policy/types';

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
	state: 'waiting' | 'countersigned' | 'disputed' = 'countersigned'
) => ({
	id: nextId(),
	occurredOn,
	minutes,
	steps: [1],
	state,
	signedOn: state === 'waiting' ? null : occurredOn
});
export const completed = (module: string, completedOn: string, creditMinutes = 60) => ({
	id: nextId(),
	module,
	title: { 'zh-CN': module, en: module },
	version: 1,
	completedOn,
	creditMinutes
});
export const appointed = (tier: string, startsOn: string) => ({
	id: nextId(),
	ladder: 'bank',
	tier,
	startsOn
});

export const factsOf = (facts: Partial<PersonFacts>): PersonFacts => ({ ...noFacts('person'), ...facts });

const name = (id: string) => ({ 'zh-CN': id, en: id });

/** A ladder whose second tier requires what is given. */
export const policyOf = (...requirements: Requirement[]): Policy => ({
	ladder: 'bank',
	effectiveFrom: '2020-01-01',
	name: name('标准'),
	edition: name('2020'),
	tiers: [
		{ id: 'low', name: name('low'), requirements: [{ label: null, kind: 'induction', args: {} }] },
		{ id: 'high', name: name('high'), requirements }
	]
});

export const need = (kind: string, args: Record<string, unknown>): Requirement => ({
	label: null,
	kind,
	args
});
export const all = (...of: Requirement[]): Requirement => ({ label: null, kind: 'all', of });
export const any = (...of: Requirement[]): Requirement => ({ label: null, kind: 'any', of });
