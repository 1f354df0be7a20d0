import { isIsoDate, type IsoDate } from '$lib/shared/dates';

/** `changes`: what altered something; `looks`: reads that are recorded, as those of sensitive data and of this log. */
export const auditKinds = ['changes', 'looks'] as const;

export interface AuditFilter {
	/** Days in the organisation's zone, both inclusive. */
	from: IsoDate | null;
	to: IsoDate | null;
	/** A part of the actor's name. */
	actor: string;
	/** An action or the beginning of some, e.g. `people.` */
	action: string;
	/** A part of a person's name or number: entries that concern them. */
	person: string;
	subject: string;
	kind: (typeof auditKinds)[number] | null;
	/** Only entries older than this number: the next page. */
	before: number | null;
}

/** Reads the filter from an address; whatever makes no sense there counts as absent. */
export function auditFilter(params: URLSearchParams): AuditFilter {
	const text = (name: string) => (params.get(name) ?? '').trim().slice(0, 100);
	const day = (name: string) => (isIsoDate(text(name)) ? text(name) : null);
	const before = Number(params.get('before'));
	return {
		from: day('from'),
		to: day('to'),
		actor: text('actor'),
		action: text('action'),
		person: text('person'),
		subject: text('subject'),
		kind: auditKinds.find((kind) => kind === text('kind')) ?? null,
		before: Number.isSafeInteger(before) && before > 0 ? before : null
	};
}
