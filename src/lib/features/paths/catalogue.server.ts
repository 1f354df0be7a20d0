import { sql } from 'drizzle-orm';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import { loadCards } from '$lib/features/training/index.server';
import type { LocalText } from '$lib/i18n/locales';
import { rowsOf, type Database } from '$lib/server/db/database';

/** Time that a module's check takes beside its lessons. */
const CHECK_MINUTES = 10;

/** Something that a path can ask for. */
export interface Learnable {
	kind: 'module' | 'class';
	/** Code of the module, or subject of the classes. */
	code: string;
	title: LocalText;
	/** How long it takes, and what it brings. */
	minutes: number;
	credit: number;
	area: KnowledgeArea;
	method: DeliveryMethod;
	/** A module that nobody begins any more. */
	isRetired: boolean;
}

/** Every module by its latest version, and every subject by its newest class; by `module:code`, `class:subject`. */
export async function loadLearnables(db: Database): Promise<Map<string, Learnable>> {
	const modules = (await loadCards(db)).map((card): Learnable => {
		const minutes = card.lessons.reduce((sum, lesson) => sum + lesson.minutes, CHECK_MINUTES);
		return {
			...{ kind: 'module', code: card.code, title: card.title, minutes, credit: card.creditMinutes },
			area: card.knowledgeArea ?? 'marketing',
			method: card.deliveryMethod ?? 'online',
			isRetired: card.isRetired
		};
	});
	const classes = await rowsOf<
		Omit<Learnable, 'kind' | 'isRetired' | 'minutes'> & { minutes: number | null }
	>(
		db,
		sql`select distinct on (c.subject) c.subject as code, c.title, c.area, c.method, c.credit_minutes as credit,
				(select (sum(extract(epoch from s.ends_at - s.starts_at)) / 60)::int from class_sessions s
					where s.class_id = c.id) as minutes
			from classes c order by c.subject, c.state = 'cancelled', c.created_at desc, c.id`
	);
	const taught = classes.map((row): Learnable => ({
		...row,
		kind: 'class',
		minutes: row.minutes ?? row.credit,
		isRetired: false
	}));
	return new Map([...modules, ...taught].map((one) => [`${one.kind}:${one.code}`, one]));
}
