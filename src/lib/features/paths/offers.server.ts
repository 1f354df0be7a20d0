import { sql } from 'drizzle-orm';
import { listModules } from '$lib/features/training/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { loadLearnables } from './catalogue.server';
import type { Offer } from './gap';

/** An offer with what a page says about it. `minutes` is what `closeGap` goes by, `takes` what it really takes. */
export interface ShownOffer extends Offer {
	title: LocalText;
	href: string;
	takes: number;
	/** A module that was begun, a class in which the person has a place. */
	begun: boolean;
	/** Of a class: when it begins, and where. */
	startsAt: string | null;
	place: string | null;
}

/** Everything that a person can take now: modules not completed, and classes that are open and have places. */
export async function offersFor(ctx: Context, personId: string): Promise<ShownOffer[]> {
	return [...(await moduleOffers(ctx)), ...(await classOffers(ctx, personId))];
}

async function moduleOffers(ctx: Context): Promise<ShownOffer[]> {
	const known = await loadLearnables(ctx.db);
	return (await listModules(ctx))
		.filter(({ state, hasNewer }) => state !== 'completed' || hasNewer)
		.map((module): ShownOffer => {
			const whole = known.get(`module:${module.code}`)?.minutes ?? module.creditMinutes;
			const left = module.state === 'inProgress' ? (module.total - module.done) / module.total : 1;
			const takes = Math.round(whole * left);
			return {
				...{ key: `module:${module.code}`, module: module.code, title: module.title },
				...{ href: `/training/${module.code}`, minutes: takes, takes, credit: module.earns },
				...{ area: module.area, method: module.method, requires: module.missing.map(({ code }) => code) },
				...{ begun: module.state === 'inProgress', startsAt: null, place: null }
			};
		});
}

interface ClassRow {
	id: string;
	title: LocalText;
	area: string;
	method: string;
	credit: number;
	takes: number | null;
	startsAt: string | Date;
	place: string;
	enrolled: boolean;
}

/** Of several open classes of one subject the first is enough; a subject that was completed brings nothing new. */
async function classOffers(ctx: Context, personId: string): Promise<ShownOffer[]> {
	const now = sql`${ctx.now.toISOString()}::timestamptz`;
	const rows = await rowsOf<ClassRow>(
		ctx.db,
		sql`select distinct on (c.subject) c.id, c.title, c.area, c.method, c.credit_minutes as credit, s.takes,
				s.starts_at as "startsAt", s.place, mine.enrolled
			from classes c
			cross join lateral (select (sum(extract(epoch from s.ends_at - s.starts_at)) / 60)::int as takes,
					min(s.starts_at) as starts_at, min(s.place) as place from class_sessions s where s.class_id = c.id) s
			cross join lateral (select exists (select 1 from class_enrolments e where e.class_id = c.id
					and e.person_id = ${personId} and e.state = 'enrolled') as enrolled) mine
			where c.state = 'open' and s.starts_at > ${now} and c.teacher_id <> ${personId}
				and (mine.enrolled or (c.enrol_until > ${now} and c.capacity > (select count(*) from class_enrolments e
					where e.class_id = c.id and e.state = 'enrolled')))
				and not exists (select 1 from class_results r join classes d on d.id = r.class_id
					where d.subject = c.subject and r.person_id = ${personId} and r.completed)
			order by c.subject, mine.enrolled desc, s.starts_at, c.id`
	);
	return rows.map(({ id, title, area, method, credit, takes, startsAt, place, enrolled }) => ({
		...{
			key: `class:${id}`,
			title,
			href: `/classes/${id}`,
			area,
			method,
			credit,
			requires: [],
			begun: enrolled
		},
		// Whoever has a place goes there anyway.
		minutes: enrolled ? 0 : (takes ?? credit),
		takes: takes ?? credit,
		startsAt: new Date(startsAt).toISOString(),
		place
	}));
}
