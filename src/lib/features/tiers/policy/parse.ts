import { LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { isIsoDate } from '$lib/shared/dates';
import { conditions } from '../conditions';
import { isGroup, type Policy, type Requirement } from './types';

/** A policy document that says something wrong: where, and why. */
export class PolicyError extends Error {
	override readonly name = 'PolicyError';
	constructor(
		readonly file: string,
		readonly line: number | null,
		readonly reason: string
	) {
		super(`${file}${line ? `:${line}` : ''}: ${reason}`);
	}
}

type Path = (string | number)[];

/** What is wrong, and where in the document. */
class Fault extends Error {
	constructor(
		readonly path: Path,
		reason: string
	) {
		super(reason);
	}
}

const localText = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const identifier = z.string().regex(/^[a-z][a-zA-Z0-9]*$/, 'must be a plain identifier');

const frame = z.strictObject({
	ladder: identifier,
	effectiveFrom: z.string().refine(isIsoDate, 'must be a calendar date'),
	name: localText,
	edition: localText,
	tiers: z
		.array(
			z.strictObject({
				id: identifier,
				name: localText,
				requirements: z.array(z.unknown()).min(1, 'a tier that requires nothing would promote everybody')
			})
		)
		.min(1, 'a ladder needs a tier')
});

/** Reads a policy from its YAML. Throws `PolicyError` with file, line and reason for whatever it cannot stand for. */
export function parsePolicy(yaml: string, file: string): Policy {
	const lines = new LineCounter();
	const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true });
	const [broken] = document.errors;
	if (broken)
		throw new PolicyError(file, lines.linePos(broken.pos[0]).line, broken.message.split('\n')[0] ?? '');
	try {
		return read(document.toJS({ maxAliasCount: 0 }));
	} catch (fault) {
		if (!(fault instanceof Fault)) throw new PolicyError(file, null, String(fault));
		throw new PolicyError(file, lineOf(document, lines, fault.path), fault.message);
	}
}

function read(content: unknown): Policy {
	const outline = check(frame, content, []);
	const tiers = outline.tiers.map((tier, t) => ({
		...tier,
		requirements: tier.requirements.map((raw, i) => readRequirement(raw, ['tiers', t, 'requirements', i]))
	}));
	const ids = tiers.map(({ id }) => id);
	ids.forEach((id, t) => {
		if (ids.indexOf(id) !== t) throw new Fault(['tiers', t, 'id'], `tier ${id} is there twice`);
	});
	tiers.forEach(({ requirements }, t) =>
		requirements.forEach((requirement, i) => checkTiers(requirement, ids, ['tiers', t, 'requirements', i]))
	);
	return { ...outline, tiers };
}

function readRequirement(raw: unknown, path: Path): Requirement {
	const { label: rawLabel, ...rest } = check(z.record(z.string(), z.unknown()), raw, path);
	const label = rawLabel === undefined ? null : check(localText, rawLabel, [...path, 'label']);
	const kinds = Object.keys(rest);
	const [kind] = kinds;
	if (kind === undefined || kinds.length > 1) {
		throw new Fault(path, `a requirement names exactly one condition, this one names ${kinds.length}`);
	}
	const inner = [...path, kind];
	if (kind === 'all' || kind === 'any') {
		const parts = check(z.array(z.unknown()).min(1, `an empty list under ${kind}`), rest[kind], inner);
		return { label, kind, of: parts.map((part, i) => readRequirement(part, [...inner, i])) };
	}
	const condition = conditions.get(kind);
	if (!condition)
		throw new Fault(inner, `unknown condition ${kind}; known are ${[...conditions.keys()].join(', ')}`);
	return {
		label,
		kind,
		args: check(condition.args as z.ZodType<Record<string, unknown>>, rest[kind] ?? {}, inner)
	};
}

function checkTiers(requirement: Requirement, ids: string[], path: Path): void {
	if (isGroup(requirement)) {
		requirement.of.forEach((part, i) => checkTiers(part, ids, [...path, requirement.kind, i]));
		return;
	}
	for (const tier of conditions.get(requirement.kind)?.tiers?.(requirement.args as never) ?? []) {
		if (!ids.includes(tier)) throw new Fault([...path, requirement.kind], `the ladder has no tier ${tier}`);
	}
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: Path): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	const inner = (issue?.path ?? []).filter((step) => typeof step !== 'symbol');
	throw new Fault([...path, ...inner], `${[...path, ...inner].join('.') || 'document'}: ${issue?.message}`);
}

/** The line of the deepest part of the path that the document has. */
function lineOf(document: Document, lines: LineCounter, path: Path): number | null {
	for (let length = path.length; length >= 0; length--) {
		const node = document.getIn(path.slice(0, length), true) as
			{ range?: [number, number, number] } | undefined;
		if (node?.range) return lines.linePos(node.range[0]).line;
	}
	return null;
}
