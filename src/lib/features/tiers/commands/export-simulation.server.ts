import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { csvLine } from '$lib/features/audit';
import { I18n } from '$lib/i18n/i18n';
import { loadCore, loadStaff } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { moverWords } from '../simulation/words';
import type { SimulationFilter } from '../simulation/filter';
import { eachChange, figuresOf, type ChangedPerson } from '../simulation/queries.server';

const columns = ['employeeNo', 'name', 'unit', 'effect', 'tier', 'moved'] as const;

/**
 * The people whom a simulation moves, those whom the reader may see, as CSV in the reader's language (UTF-8 with a
 * byte order mark, for spreadsheets). The export is recorded before the first line leaves.
 */
export async function exportSimulation(
	ctx: Context,
	simulationId: string,
	filter: SimulationFilter
): Promise<ReadableStream<Uint8Array>> {
	authorize(ctx.actor, 'tiers.draft.read');
	const figures = await figuresOf(ctx, simulationId);
	await withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: 'tiers.draft.export',
			subject: { type: 'policyDraft', id: figures.draftId },
			after: { simulationId, ...filter }
		})
	);
	const i18n = new I18n(ctx.locale, { ...(await loadCore(ctx.locale)), ...(await loadStaff(ctx.locale)) });
	const { t, local } = i18n;
	const tiers = new Map(figures.tiers.map(({ id, name }) => [id, local(name)]));
	const words = moverWords(i18n, figures);
	const line = (row: ChangedPerson) =>
		csvLine([
			row.employeeNo,
			row.name,
			local(row.unitName),
			t(`staffPolicies.effect.${row.effect}`),
			tiers.get(row.tier) ?? row.tier,
			[...row.moved.map(words), ...(row.hidden ? [t('staffPolicies.simulation.hidden')] : [])].join('; ')
		]);
	const pages = eachChange(ctx, simulationId, filter);
	const encoder = new TextEncoder();
	return new ReadableStream({
		start: (out) => {
			const head = columns.map((column) => t(`staffPolicies.simulation.column.${column}`));
			out.enqueue(encoder.encode(`\uFEFF${csvLine(head)}`));
		},
		async pull(out) {
			const { value: rows, done } = await pages.next();
			if (done) return out.close();
			out.enqueue(encoder.encode(rows.map(line).join('')));
		}
	});
}
