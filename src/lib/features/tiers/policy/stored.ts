import { isGroup, type Policy, type Requirement, type Tier } from './types';

const tierDefaults = {
	retain: [],
	readmit: [],
	lapse: null,
	validityMonths: null,
	waivable: [],
	decision: { by: 'approver' },
	noticeDays: 0,
	quota: null,
	authority: []
} satisfies Partial<Tier>;

/**
 * A policy as a version stored it, whichever fields policies had then: what was not there was not asked for. Every
 * read of `policy_versions.content` goes through here.
 */
export function storedPolicy(content: unknown): Policy {
	const policy = content as Policy;
	return {
		...{ pauses: [], ranking: [], bottomRank: null },
		...policy,
		tiers: policy.tiers.map((tier) => {
			const whole: Tier = { ...tierDefaults, ...tier };
			return {
				...whole,
				// Before standards named a level, the number held in each unit that people are in.
				quota: whole.quota && { ...whole.quota, per: whole.quota.per ?? 'unit' },
				requirements: whole.requirements.map(storedRequirement),
				retain: whole.retain.map(storedRequirement),
				readmit: whole.readmit.map(storedRequirement)
			};
		})
	};
}

function storedRequirement(requirement: Requirement): Requirement {
	const { label = null, ref = null } = requirement;
	if (!isGroup(requirement)) return { ...requirement, label, ref };
	return { ...requirement, label, ref, of: requirement.of.map(storedRequirement) };
}
