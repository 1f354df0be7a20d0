import { z } from 'zod';
import { knowledgeAreas, visitMethods } from '$lib/content/training-vocabulary';
import { id, isoDate, key, optionalText, requiredText, wholeNumber, type SentFile } from '$lib/shared/form';
import { isId } from '$lib/shared/ids';

/** Lines that a form has for the programme; empty ones are left out. */
export const PROGRAMME_LINES = 6;
export const MOST_FILES = 3;
const MOST_PEOPLE = 50;

const minutesOfHours = z.coerce
	.number(key('app.field.number'))
	.min(0.5, key('app.field.range'))
	.max(300, key('app.field.range'))
	.transform((hours) => Math.round(hours * 60));

const line = z.object({
	on: z.string().trim().default(''),
	from: z.string().trim().default(''),
	to: z.string().trim().default(''),
	what: z.string().trim().max(200, key('app.field.too_long')).default('')
});
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d/, key('visits.programme.time'));
const row = z
	.object({ on: isoDate, from: time, to: time, what: requiredText(200) })
	.transform(({ from, to, ...rest }) => ({ ...rest, from: from.slice(0, 5), to: to.slice(0, 5) }));

/** The filled lines of the form as a programme; a line with something missing is refused at its field. */
const programme = z.record(z.string().regex(/^r\d{1,2}$/), line).transform((lines, issues) => {
	const rows: z.output<typeof row>[] = [];
	for (const [name, given] of Object.entries(lines)) {
		// A line whose date alone is there was filled in by the form itself.
		if (!given.from && !given.to && !given.what) continue;
		const read = row.safeParse(given);
		if (read.success) rows.push(read.data);
		else
			for (const { path, message } of read.error.issues)
				issues.addIssue({ code: 'custom', path: [name, ...path], message });
	}
	return rows;
});

const plan = {
	title: requiredText(120),
	host: requiredText(120),
	purpose: requiredText(1000),
	area: z.enum(knowledgeAreas, key('app.field.choice')),
	method: z.enum(visitMethods, key('app.field.choice')),
	startsOn: isoDate,
	endsOn: isoDate,
	hours: minutesOfHours,
	programme: programme.prefault({})
};

export const requestVisitSchema = z
	.object(plan)
	.transform(({ hours, ...rest }) => ({ ...rest, creditMinutes: hours }));
export type RequestVisit = z.output<typeof requestVisitSchema>;

/** Employee numbers, separated by anything that is no part of one. */
const numbers = requiredText(2000).transform((text, issues) => {
	const all = [...new Set(text.split(/[\s,;，；、]+/).filter(Boolean))];
	if (all.length > MOST_PEOPLE) issues.addIssue({ code: 'custom', message: key('visits.visit.people') });
	return all;
});
export const assignVisitSchema = z
	.object({ ...plan, people: numbers })
	.transform(({ hours, ...rest }) => ({ ...rest, creditMinutes: hours }));
export type AssignVisit = z.output<typeof assignVisitSchema>;

/** `revision`: that which the officer saw. */
const seen = { visitId: id, revision: wholeNumber(1, 1_000_000) };
export const approveVisitSchema = z.object(seen);
export type ApproveVisit = z.output<typeof approveVisitSchema>;
export const closeVisitSchema = z.object({ ...seen, reason: requiredText(500) });
export type CloseVisit = z.output<typeof closeVisitSchema>;
export const withdrawVisitSchema = z.object({ visitId: id });
export type WithdrawVisit = z.output<typeof withdrawVisitSchema>;

export const submitReportSchema = z
	.object({
		visitId: id,
		seen: requiredText(5000),
		applied: requiredText(5000),
		file: z.array(z.custom<SentFile>()).max(MOST_FILES, key('visits.report.files')).default([])
	})
	.transform(({ file, ...rest }) => ({ ...rest, files: file }));
export type SubmitReport = z.output<typeof submitReportSchema>;

export const acceptReportSchema = z
	.object({ reportId: id, hours: minutesOfHours, reason: optionalText(500) })
	.transform(({ hours, ...rest }) => ({ ...rest, minutes: hours }));
export type AcceptReport = z.output<typeof acceptReportSchema>;
export const returnReportSchema = z.object({ reportId: id, reason: requiredText(1000) });
export type ReturnReport = z.output<typeof returnReportSchema>;

/** What the list of staff shows: visits by what is to be done about them. */
export const visitViews = ['requested', 'reports', 'coming', 'over', 'closed'] as const;
export type VisitView = (typeof visitViews)[number];
export interface VisitFilter {
	view: VisitView;
	q: string;
	unit: string | null;
	page: number;
}

/** Reads the filter from an address; whatever is unknown there counts as absent. */
export function visitFilter(params: URLSearchParams): VisitFilter {
	const unit = params.get('unit') ?? '';
	return {
		view: visitViews.find((view) => view === params.get('view')) ?? 'requested',
		q: (params.get('q') ?? '').slice(0, 100),
		unit: isId(unit) ? unit : null,
		page: Math.min(100_000, Math.max(1, Math.floor(Number(params.get('page'))) || 1))
	};
}
