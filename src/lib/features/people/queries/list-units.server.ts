import { and, asc } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { units } from '../tables.server';

export interface UnitRow {
	id: string;
	code: string;
	kind: 'headOffice' | 'branch' | 'outlet';
	path: string;
	/** 0 for the root. */
	depth: number;
	name: LocalText;
}

/** The units as a tree in reading order; with `where`, only those about which the reader holds that permission. */
export async function listUnits(ctx: Context, options: { where?: Permission } = {}): Promise<UnitRow[]> {
	authorize(ctx.actor, 'people.unit.read');
	const rows = await ctx.db
		.select()
		.from(units)
		.where(and(options.where ? whereMay(ctx.actor, options.where, { unitPath: units.path }) : undefined))
		.orderBy(asc(units.path));
	return rows.map(({ id, code, kind, path, nameZh, nameEn }) => ({
		id,
		code,
		kind,
		path,
		depth: path.split('/').length - 2,
		name: { 'zh-CN': nameZh, en: nameEn }
	}));
}
