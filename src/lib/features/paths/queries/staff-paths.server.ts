import { sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { loadLearnables } from '../catalogue.server';
import { loadPath } from '../versions.server';

export interface ListedPath {
	code: string;
	title: LocalText;
	version: number;
	steps: number;
	items: number;
	publishedAt: string;
	publishedBy: string | null;
	retired: boolean;
}

/** Every path by its newest version, those in use first. */
export async function listPaths(ctx: Context): Promise<ListedPath[]> {
	authorize(ctx.actor, 'paths.path.write');
	const rows = await rowsOf<Omit<ListedPath, 'publishedAt'> & { publishedAt: string | Date }>(
		ctx.db,
		sql`select p.code, v.content -> 'title' as title, v.version, jsonb_array_length(v.content -> 'steps') as steps,
				(select sum(jsonb_array_length(s -> 'items'))::int from jsonb_array_elements(v.content -> 'steps') s) as items,
				v.published_at as "publishedAt", b.name as "publishedBy", p.retired_at is not null as retired
			from learning_paths p
			join lateral (select * from learning_path_versions v where v.path_id = p.id order by v.version desc limit 1) v on true
			left join people b on b.id = v.published_by
			order by p.retired_at is not null, p.code`
	);
	return rows.map((row) => ({ ...row, publishedAt: new Date(row.publishedAt).toISOString() }));
}

/** What a path can ask for; retired modules only for a path that has them already. */
export async function getPathForm(ctx: Context, code: string | null) {
	authorize(ctx.actor, 'paths.path.write');
	const path = code === null ? null : await loadPath(ctx.db, code);
	const asked = JSON.stringify(path?.content.steps ?? []);
	const choices = [...(await loadLearnables(ctx.db)).entries()]
		.filter(([, one]) => !one.isRetired || asked.includes(`"${one.code}"`))
		.map(([key, { kind, title, minutes }]) => ({ key, kind, title, minutes }));
	const shown = path && {
		...{ code: path.code, version: path.version, content: path.content, retired: path.retiredAt !== null },
		publishedAt: path.publishedAt.toISOString()
	};
	return { path: shown, choices };
}
export type PathForm = Awaited<ReturnType<typeof getPathForm>>;

/** Paths and modules that can be assigned: those in use. Asks no permission: for features above. */
export async function listAssignable(ctx: Context): Promise<{
	paths: { code: string; title: LocalText }[];
	modules: { code: string; title: LocalText }[];
}> {
	const paths = await rowsOf<{ code: string; title: LocalText }>(
		ctx.db,
		sql`select p.code, (select v.content -> 'title' from learning_path_versions v where v.path_id = p.id
				order by v.version desc limit 1) as title
			from learning_paths p where p.retired_at is null order by p.code`
	);
	const modules = [...(await loadLearnables(ctx.db)).values()]
		.filter(({ kind, isRetired }) => kind === 'module' && !isRetired)
		.map(({ code, title }) => ({ code, title }));
	return { paths, modules };
}
