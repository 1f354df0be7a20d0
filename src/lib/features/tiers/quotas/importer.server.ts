import { and, eq, inArray } from 'drizzle-orm';
import { authorizeAnywhere, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { linesBefore, type Importer, type Sheet } from '$lib/server/import';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import type { Problem } from '$lib/shared/import';
import { units } from '../../people/tables.server';
import { setQuota } from '../commands/set-quota.server';
import type { Tier } from '../policy/types';
import { findPolicyInForce } from '../queries/policies.server';
import { unitQuotas } from '../tables.server';
import { quotaLine, type QuotaLine, type SetQuota } from './schema';

/** The tiers of a ladder that the standard in force gives a quota. */
export async function quotaTiers(ctx: Context, ladder: string): Promise<Tier[]> {
	const version = await findPolicyInForce(ctx.db, ladder, dateIn(ctx.now));
	if (!version) throw notFound();
	return version.policy.tiers.filter(({ quota }) => quota);
}

/** The file by which the places of a ladder come in: a line for each unit and tier. */
export async function quotaSheet(ctx: Context, ladder: string): Promise<Sheet> {
	const tiers = await quotaTiers(ctx, ladder);
	const required = true;
	return {
		columns: [
			{ key: 'unitCode', label: 'staffPeople.units.code', required, example: 'B01' },
			{
				...{ key: 'tier', label: 'quotas.tier' as const, required, example: tiers[0]?.id ?? '' },
				choices: tiers.map(({ id, name }) => ({ value: id, label: name }))
			},
			{ key: 'places', label: 'quotas.places', required, example: '5' },
			{ key: 'validFrom', label: 'quotas.from', required, date: true, example: dateIn(ctx.now) }
		]
	};
}

/** A line as the form would take it. */
export async function quotaImporter(ctx: Context, ladder: string): Promise<Importer<QuotaLine, SetQuota>> {
	const tiers = await quotaTiers(ctx, ladder);
	return {
		sheet: await quotaSheet(ctx, ladder),
		schema: quotaLine,
		authorize: (asking) => authorizeAnywhere(asking.actor, 'tiers.quota.manage'),
		async check(asking, lines) {
			const codes = [...new Set(lines.map(({ input }) => input.unitCode))];
			const rows = codes.length ? await asking.db.select().from(units).where(inArray(units.code, codes)) : [];
			const known = new Map(rows.map((row) => [row.code, row]));
			const set = await placesSet(asking, ladder);
			const before = linesBefore(lines, (input) => `${input.unitCode} ${input.tier} ${input.validFrom}`);
			return lines.map(({ input }, at) => {
				const unit = known.get(input.unitCode);
				const problems: Problem[] = [];
				const no = (field: string | null, code: Problem['code'], params?: Problem['params']) =>
					problems.push({ field, code, ...(params ? { params } : {}) });
				if (!unit) no('unitCode', 'quotas.unknown_unit');
				else if (!can(asking.actor, 'tiers.quota.manage', { unitPath: unit.path }).ok) {
					no('unitCode', 'quotas.outside');
				}
				if (!tiers.some(({ id }) => id === input.tier)) no('tier', 'quotas.none');
				if (input.validFrom < dateIn(asking.now)) no('validFrom', 'quotas.past');
				const line = before[at];
				if (line) no(null, 'app.import.twice', { line });
				const { tier, places, validFrom } = input;
				const same = `${unit?.id} ${tier} ${validFrom} ${places}`;
				if (unit && set.has(same)) no(null, 'quotas.same');
				const about = unit ? (asking.locale === 'en' ? unit.nameEn : unit.nameZh) : null;
				return {
					about,
					command: unit ? { unitId: unit.id, ladder, tier, places, validFrom } : null,
					problems
				};
			});
		},
		enter: setQuota
	};
}

/** What is set on a ladder already, newest first by unit, tier and day. */
async function placesSet(ctx: Context, ladder: string): Promise<Set<string>> {
	const rows = await ctx.db
		.select()
		.from(unitQuotas)
		.where(and(eq(unitQuotas.ladder, ladder)))
		.orderBy(unitQuotas.recordedAt, unitQuotas.id);
	const newest = new Map(rows.map((row) => [`${row.unitId} ${row.tier} ${row.validFrom}`, row.places]));
	return new Set([...newest].map(([key, places]) => `${key} ${places}`));
}
