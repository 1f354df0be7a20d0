import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { getFile, type StoredFile } from '$lib/features/files/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { qrBoxes, qrModules, type Box } from '$lib/server/pdf/qr';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { gradeName, ladderName } from '../grades';
import { FIRST_DESIGN, type Design } from '../paper/design';
import { drawCertificate } from '../paper/draw-certificate.server';
import type { PrintedCertificate } from '../printed';
import { validToOf } from '../rules';
import { certificateTemplates } from '../tables.server';
import { paperOf, type TemplateRow } from '../templates/versions.server';
import { issuerName } from './grounds.server';
import { verificationAddress } from './pdf.server';

export interface TemplateVersion {
	version: number;
	/** ISO time; null for the one that is being worked on. */
	publishedAt: string | null;
	publishedBy: string | null;
	reason: string;
}

export interface TemplatesPage {
	/** What the form begins with: the draft, or what is printed today. */
	design: Design;
	/** Where the pictures of `design` are found; null before any version. */
	shown: number | null;
	/** When the draft was saved, as an ISO time; null without one. */
	savedAt: string | null;
	/** Printed from now on; null while it is the first design. */
	current: number | null;
	/** The newest first. */
	versions: TemplateVersion[];
	sample: PrintedCertificate;
	address: string;
	/** The sample address as a code: dark modules in a square of side 1. */
	code: Box[];
}

/** Of somebody whom there is not. */
function sampleOf(ctx: Context, issuer: LocalText): PrintedCertificate {
	const issuedOn = dateIn(ctx.now);
	const [ladder, tier] = ['bank', 'manager'];
	return {
		...{ version: 1, number: 'JH-M-26-7XK4M9Q-4R', holder: '王小明', ladder, tier },
		...{ ladderName: ladderName(ladder), grade: gradeName(ladder, tier), issuer },
		exam: { 'zh-CN': '客户经理资格考试', en: 'Customer Manager Examination' },
		...{ issuedOn, validTo: validToOf(issuedOn) }
	};
}

const rowsOfTemplates = (db: Database) =>
	db
		.select({ row: certificateTemplates, by: people.name })
		.from(certificateTemplates)
		.leftJoin(people, eq(people.id, certificateTemplates.publishedBy))
		.orderBy(desc(certificateTemplates.version));

/** How certificates look, with all versions, for whoever may change it. `origin` is where the site is reached. */
export async function getTemplates(ctx: Context, origin: string): Promise<TemplatesPage> {
	authorize(ctx.actor, 'certificates.template.publish');
	const rows = await rowsOfTemplates(ctx.db);
	const draft = rows.find(({ row }) => !row.publishedAt)?.row;
	const current = rows.find(({ row }) => row.publishedAt)?.row;
	const sample = sampleOf(ctx, await issuerName(ctx.db));
	const address = verificationAddress(origin, sample.number);
	return {
		design: (draft ?? current)?.design ?? FIRST_DESIGN,
		shown: (draft ?? current)?.version ?? null,
		savedAt: draft?.savedAt.toISOString() ?? null,
		current: current?.version ?? null,
		versions: rows.map(({ row, by }) => ({
			version: row.version,
			publishedAt: row.publishedAt?.toISOString() ?? null,
			publishedBy: by,
			reason: row.reason
		})),
		...{ sample, address, code: qrBoxes(qrModules(address), 0, 0, 1) }
	};
}

async function templateFor(ctx: Context, version: string): Promise<TemplateRow> {
	authorize(ctx.actor, 'certificates.template.publish');
	const [row] = /^[1-9]\d{0,8}$/.test(version)
		? await ctx.db
				.select()
				.from(certificateTemplates)
				.where(eq(certificateTemplates.version, Number(version)))
		: [];
	if (!row) throw notFound();
	return row;
}

/** A version as a PDF with made-up facts. `origin` is where the site is reached. */
export async function renderTemplatePdf(
	ctx: Context,
	version: string,
	origin: string
): Promise<{ name: string; bytes: Buffer }> {
	const { design } = await templateFor(ctx, version);
	const sample = sampleOf(ctx, await issuerName(ctx.db));
	const address = verificationAddress(origin, sample.number);
	const bytes = await drawCertificate(sample, await paperOf(ctx.db, design), { address, stamp: null });
	return { name: `template-${version}.pdf`, bytes };
}

/** A picture of a version: `seal`, or that of a signature by its place, from 0. */
export async function readTemplatePicture(
	ctx: Context,
	{ version, which }: { version: string; which: string }
): Promise<StoredFile> {
	const { design } = await templateFor(ctx, version);
	const file =
		which === 'seal' ? design.seal : /^[01]$/.test(which) ? design.signatures[Number(which)]?.picture : null;
	if (!file) throw notFound();
	return getFile(ctx.db, file);
}
