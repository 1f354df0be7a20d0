import type { Policy, Requirement, Tier } from './types';
import { PolicyText } from './document';
import { Problems, type Located, type Path, type Problem } from './problems';
import { readRequirements } from './requirements';
import { ladderSchema, tierSchema } from './schema';
import { checkSound } from './sound';

export type { Problem } from './problems';

/** A policy document that says something wrong: where, and why. */
export class PolicyError extends Error {
	override readonly name = 'PolicyError';
	constructor(
		readonly file: string,
		readonly line: number | null,
		/** In English, for logs. */
		readonly reason: string,
		/** Everything that is wrong, the first included; empty when it is about the file and not what it says. */
		readonly problems: readonly Problem[] = []
	) {
		super(`${file}${line ? `:${line}` : ''}: ${reason}`);
	}
}

/** Reads a policy from its YAML. Throws `PolicyError` with file, line and reason for what it cannot stand for. */
export function parsePolicy(yaml: string, file: string): Policy {
	const { policy, problems } = checkPolicy(yaml);
	const [first] = problems;
	if (first) throw new PolicyError(file, first.line, first.reason, problems);
	if (!policy) throw new PolicyError(file, null, 'unreadable');
	return policy;
}

/** The policy of a YAML document, or null and everything that is wrong with it, from the top down. */
export function checkPolicy(yaml: string): { policy: Policy | null; problems: Problem[] } {
	const text = new PolicyText(yaml);
	if (text.broken.length) return { policy: null, problems: inOrder(text.broken) };
	const problems = new Problems();
	const policy = read(text.content, problems);
	const located = problems.found.map(({ path, ...rest }: Located): Problem => ({
		...text.placeOf(path),
		...rest
	}));
	return { policy: located.length ? null : policy, problems: inOrder(located) };
}

const inOrder = (problems: Problem[]): Problem[] =>
	problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));

/** What goes beyond single parts is looked at only once each of them can be read. */
function read(content: unknown, problems: Problems): Policy | null {
	const outline = problems.read(ladderSchema, content, []);
	const raw = outline?.tiers ?? tiersIn(content);
	const tiers = raw.flatMap((tier, t) => readTier(tier, ['tiers', t], problems) ?? []);
	if (!outline || problems.found.length) return null;
	const policy: Policy = { ...outline, tiers };
	checkSound(policy, problems);
	return policy;
}

/** The tiers of a document whose head is wrong, so that their faults are told too. */
function tiersIn(content: unknown): unknown[] {
	const tiers = (content as { tiers?: unknown } | null)?.tiers;
	return Array.isArray(tiers) ? tiers : [];
}

function readTier(raw: unknown, path: Path, problems: Problems): Tier | null {
	const outline = problems.read(tierSchema, raw, path);
	const list = (name: 'requirements' | 'retain' | 'readmit'): Requirement[] => {
		const given = outline?.[name] ?? (raw as Record<string, unknown> | null)?.[name];
		return Array.isArray(given) ? readRequirements(given, [...path, name], problems) : [];
	};
	const [requirements, retain, readmit] = [list('requirements'), list('retain'), list('readmit')];
	return outline && { ...outline, requirements, retain, readmit };
}
