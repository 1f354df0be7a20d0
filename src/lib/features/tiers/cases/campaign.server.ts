import { eq } from 'drizzle-orm';
import type { PersonSubject } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { units } from '../../people/tables.server';
import { campaigns } from '../tables.server';

/** The campaign that cases are proposed into, if any; refused when it is closed, not theirs, or past its deadline. */
export async function findOpenCampaign(
	db: Database,
	campaignId: string | null,
	ladder: string,
	people: readonly Pick<PersonSubject, 'name' | 'unitPath'>[],
	today: IsoDate
) {
	if (campaignId === null) return null;
	if (!isId(campaignId)) throw notFound();
	const [found] = await db
		.select({ campaign: campaigns, path: units.path })
		.from(campaigns)
		.leftJoin(units, eq(units.id, campaigns.unitId))
		.where(eq(campaigns.id, campaignId))
		.for('share', { of: campaigns });
	if (!found || found.campaign.ladder !== ladder) throw notFound();
	const { campaign, path } = found;
	if (campaign.state !== 'open' || today < campaign.opensOn) throw conflict('cases.campaign.closed');
	if (today > campaign.proposeBy) throw conflict('cases.campaign.too_late', { date: campaign.proposeBy });
	const outside = path && people.find(({ unitPath }) => !unitPath.startsWith(path));
	if (outside) throw conflict('cases.campaign.outside', { name: outside.name });
	return campaign;
}
