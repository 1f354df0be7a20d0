import { eq } from 'drizzle-orm';
import type { BlueprintContent } from '$lib/features/bank';
import { loadCards } from '$lib/features/training/index.server';
import type { Database } from '$lib/server/db/database';
import { invalid } from '$lib/shared/errors';
import type { FieldErrors } from '$lib/shared/form';
import { blueprints } from '../bank/tables.server';
import { demandPapers } from './questions.server';
import { demandRehearsalItems } from './rehearsal.server';
import type { RegistrationRules } from './registration-rules';
import { areasOf } from './result-rules';
import { faultsOfPlan } from './rules';
import type { CreateSitting } from './schema';

/**
 * A sitting's columns as a form gives them; what the form does not say is left as it is. Throws where times contradict each
 * other, papers or modules are not what may be named, or the bank has too few questions.
 */
export async function columnsOfPlan(tx: Database, input: CreateSitting, now: Date) {
	const { paperIds = [], eligibility, ...plan } = input;
	const faults: FieldErrors = faultsOfPlan(plan, now);
	const { reading = 'nobody' } = plan;
	if (plan.rehearsal && paperIds.length) faults['paperIds'] = 'exams.sitting.rehearsal_papers';
	if (plan.rehearsal && reading !== 'nobody') faults['reading'] = 'exams.sitting.rehearsal_reading';
	Object.assign(faults, await faultsOfMinima(tx, plan));
	const modules = eligibility && (await titled(tx, eligibility.modules));
	if (eligibility && modules?.length !== eligibility.modules.length) faults['modules'] = 'app.field.choice';
	if (Object.keys(faults).length) throw invalid('app.form', faults);
	if (plan.rehearsal) await demandRehearsalItems(tx);
	else await demandPapers(tx, plan.blueprintId, paperIds, reading);
	const rules = eligibility && modules && ({ ...eligibility, modules } satisfies RegistrationRules);
	return { paperIds, columns: { ...plan, ...(rules ? { eligibility: rules } : {}) } };
}

/** Least shares of areas that no paper of the blueprint is said to hold, by field. */
async function faultsOfMinima(
	tx: Database,
	{ blueprintId, passRule, rehearsal }: Pick<CreateSitting, 'blueprintId' | 'passRule' | 'rehearsal'>
): Promise<FieldErrors> {
	const asked = Object.keys(passRule?.minima ?? {});
	// A rehearsal follows no blueprint.
	if (!asked.length || rehearsal) return {};
	const [found] = await tx
		.select({ content: blueprints.content })
		.from(blueprints)
		.where(eq(blueprints.id, blueprintId));
	const areas: string[] = found ? areasOf(found.content as BlueprintContent) : asked;
	const strange = asked.filter((area) => !areas.includes(area));
	return Object.fromEntries(strange.map((area) => [`minima.${area}`, 'staffResults.minima.area'] as const));
}

/** The modules of some codes with their titles; those that do not exist are absent. */
async function titled(tx: Database, codes: readonly string[]): Promise<RegistrationRules['modules']> {
	if (!codes.length) return [];
	const cards = await loadCards(tx);
	return codes.flatMap((code) => {
		const card = cards.find((one) => one.code === code);
		return card ? [{ module: code, title: card.title }] : [];
	});
}
