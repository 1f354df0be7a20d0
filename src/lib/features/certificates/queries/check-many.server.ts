import { eq, inArray } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { languages, readTable } from '$lib/server/import';
import { csvLine } from '$lib/shared/csv';
import { dateIn } from '$lib/shared/dates';
import { invalid } from '$lib/shared/errors';
import { sameName } from '../mask';
import { parseNumber } from '../number';
import { certificateRevocations, certificates } from '../tables.server';
import { verificationOf } from '../verification';
import { viewOf, type CertificateView } from '../view';
import { viewColumns } from './columns.server';
import { authorizeBeyondSelf } from './get-certificate.server';

/** Lines of one file. */
export const CHECKS_MAX = 2000;

const HEADS = {
	number: ['number', 'certificate number', '编号', '证书编号'],
	name: ['name', 'holder', '姓名', '持证人']
};

export interface CheckedMany {
	/** The file as CSV, with an answer on each of its lines. */
	text: string;
	lines: number;
	/** Lines whose certificate is not valid, not found, not readable, or another person's. */
	problems: number;
}

/** Whoever may read certificates beyond their own. */
export const authorizeManyChecks = (ctx: Context): void => authorizeBeyondSelf(ctx);

/**
 * Checks many certificates at once: a CSV with the columns number and name comes back with what the checking page would say
 * of each line, and whether the name is the holder's. For staff who may read certificates beyond their own.
 */
export async function checkMany(ctx: Context, { text }: { text: string }): Promise<CheckedMany> {
	authorizeManyChecks(ctx);
	const table = readTable(text, CHECKS_MAX);
	const column = (names: readonly string[]) =>
		table.head.findIndex((head) => names.includes(head.trim().toLowerCase()));
	const at = { number: column(HEADS.number), name: column(HEADS.name) };
	if (at.number < 0) throw invalid('certificates.many.columns', { file: 'certificates.many.columns' });
	const asked = table.rows.map(({ line, cells }) => {
		const typed = cells[at.number] ?? '';
		return { line, typed, name: cells[at.name] ?? '', number: parseNumber(typed) };
	});
	const known = await findMany(
		ctx,
		asked.flatMap(({ number }) => number ?? [])
	);
	const i18n = (await languages())[ctx.locale];
	const word = (
		key:
			| 'line'
			| 'number'
			| 'name'
			| 'state'
			| 'matches'
			| 'grade'
			| 'issuedOn'
			| 'validTo'
			| 'revokedOn'
			| 'problem'
	) => i18n.t(`certificates.many.column.${key}`);
	let problems = 0;
	const lines = asked.map(({ line, typed, name, number }) => {
		const view = number ? known.get(number) : undefined;
		const said = view && verificationOf(view, ctx.now);
		const state = said?.state ?? (number ? 'notFound' : 'typo');
		const matches = view && name ? sameName(name, view.printed.holder) : null;
		const isGood = state === 'valid' && matches !== false;
		if (!isGood) problems++;
		const problem = isGood
			? null
			: state === 'valid'
				? i18n.t('certificates.verify.name.differs')
				: i18n.t(`certificates.verify.state.${state}`);
		return csvLine([
			...[line, number ?? typed, name, i18n.t(`certificates.verify.state.${state}`)],
			matches === null ? null : i18n.t(matches ? 'certificates.many.yes' : 'certificates.many.no'),
			...[said?.grade ? i18n.local(said.grade) : null, said?.issuedOn ?? null, said?.validTo ?? null],
			...[said?.revokedOn ?? null, problem]
		]);
	});
	const head = csvLine([
		...[word('line'), word('number'), word('name'), word('state'), word('matches')],
		...[word('grade'), word('issuedOn'), word('validTo'), word('revokedOn'), word('problem')]
	]);
	// A byte order mark, for spreadsheets.
	return { text: `\uFEFF${head}${lines.join('')}`, lines: lines.length, problems };
}

async function findMany(ctx: Context, numbers: readonly string[]): Promise<Map<string, CertificateView>> {
	if (!numbers.length) return new Map();
	const rows = await ctx.db
		.select({ number: certificates.number, ...viewColumns })
		.from(certificates)
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(inArray(certificates.number, [...new Set(numbers)]));
	const today = dateIn(ctx.now);
	return new Map(rows.map(({ number, ...row }) => [number, viewOf(row, today)]));
}
