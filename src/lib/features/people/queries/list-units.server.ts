import { asc } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { prepared, type Database } from '$lib/server/db/database';
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

const columns = {
	id: units.id,
	code: units.code,
	kind: units.kind,
	path: units.path,
	nameZh: units.nameZh,
	nameEn: units.nameEn
};
const select = (db: Database) => db.select(columns).from(units).orderBy(asc(units.path)).$dynamic();
const everyUnit = prepared((db) => select(db).prepare('every_unit'));

/** The units as a tree in reading order; with `where`, only those about which the reader holds that permission. */
export async function listUnits(ctx: Context, options: { where?: Permission } = {}): Promise<UnitRow[]> {
	authorize(ctx.actor, 'people.unit.read');
	const { where } = options;
	const rows = where
		? await select(ctx.db).where(whereMay(ctx.actor, where, { unitPath: units.path }))
		: await everyUnit(ctx.db).execute();
	return rows.map(({ id, code, kind, path, nameZh, nameEn }) => ({
		id,
		code,
		kind,
		path,
		depth: path.split('/').length - 2,
		name: { 'zh-CN': nameZh, en: nameEn }
	}));
}
