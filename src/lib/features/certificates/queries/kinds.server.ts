import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { people } from '../../people/tables.server';
import { modules } from '../../training/tables.server';
import type { Conditions } from '../conditions';
import { gradeName, gradeRanks, ladderName } from '../grades';
import { formOf, type KindForm } from '../kinds';
import type { Validity } from '../periods/validity';
import { certificateKinds, certificateKindVersions } from '../tables.server';
import { authorizeBeyondSelf } from './get-certificate.server';

export interface KindVersion {
	version: number;
	rules: KindForm;
	reason: string;
	changedBy: string | null;
	/** ISO time. */
	changedAt: string;
}

export interface CertificateKind {
	id: string;
	grade: LocalText;
	/** Of a module's kind: what its ladder is called, and the module as it is called now. */
	module: { ladder: LocalText; title: LocalText } | null;
	/** The newest first; that one counts. */
	versions: KindVersion[];
}

/** A published module for which no certificates are issued yet. */
export interface CertifiableModule {
	id: string;
	title: LocalText;
}

type KindRow = typeof certificateKinds.$inferSelect;

const nameOf = ({ ladder, tier, nameZh, nameEn }: KindRow): LocalText =>
	nameZh !== null && nameEn !== null ? { 'zh-CN': nameZh, en: nameEn } : gradeName(ladder, tier);

/** Grades in the order of their ladder, then modules. */
const byRank = (a: KindRow, b: KindRow): number => {
	const [ours, theirs] = [a, b].map(({ ladder, tier }) => gradeRanks[ladder]?.[tier] ?? 1000);
	return ours! - theirs! || (a.id < b.id ? -1 : 1);
};

/** What a module is called in its latest version. */
const moduleTitle = sql<LocalText | null>`(
	select v.content -> 'title' from module_versions v where v.module_id = ${modules.id} order by v.version desc limit 1
)`;

/** Every kind of certificates with what held for it. */
export async function listKinds(ctx: Context): Promise<CertificateKind[]> {
	authorize(ctx.actor, 'certificates.kind.manage');
	const kinds = await ctx.db
		.select({ kind: certificateKinds, title: moduleTitle })
		.from(certificateKinds)
		.leftJoin(modules, eq(modules.id, certificateKinds.moduleId));
	const versions = await ctx.db
		.select({ version: certificateKindVersions, by: people.name })
		.from(certificateKindVersions)
		.leftJoin(people, eq(people.id, certificateKindVersions.changedBy))
		.orderBy(desc(certificateKindVersions.version));
	return kinds
		.sort((a, b) => byRank(a.kind, b.kind))
		.map(({ kind, title }) => ({
			...{ id: kind.id, grade: nameOf(kind), module: title && { ladder: ladderName(kind.ladder), title } },
			versions: versions
				.filter(({ version }) => version.kind === kind.id)
				.map(({ version, by }) => ({
					...{ version: version.version, reason: version.reason },
					rules: formOf(version.validity as Validity, version.conditions as Conditions),
					...{ changedBy: by, changedAt: version.changedAt.toISOString() }
				}))
		}));
}

/** Modules for which a kind may be added, in the order of the catalogue. */
export async function modulesWithoutKind(ctx: Context): Promise<CertifiableModule[]> {
	authorize(ctx.actor, 'certificates.kind.manage');
	const rows = await ctx.db
		.select({ id: modules.id, title: moduleTitle })
		.from(modules)
		.leftJoin(certificateKinds, eq(certificateKinds.moduleId, modules.id))
		.where(and(isNull(certificateKinds.id), isNull(modules.retiredAt)))
		.orderBy(asc(modules.position), asc(modules.code));
	return rows.flatMap(({ id, title }) => (title ? [{ id, title }] : []));
}

/** The names of all kinds, for whoever may read certificates beyond their own and looks for some. */
export async function listKindNames(ctx: Context): Promise<{ id: string; name: LocalText }[]> {
	authorizeBeyondSelf(ctx);
	const kinds = await ctx.db.select().from(certificateKinds);
	return kinds.sort(byRank).map((kind) => ({ id: kind.id, name: nameOf(kind) }));
}
