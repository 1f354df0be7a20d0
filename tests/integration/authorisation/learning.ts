import { claimOutside } from '$lib/features/credit/index.server';
import { getClaim } from '$lib/features/credit/index.server';
import { approveVisit, getMyVisit, requestVisit, submitReport } from '$lib/features/visits/index.server';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';
import { claim, givenCredit, proof } from '../credit/given';

/** Credit and visits of a side's trainee. */
export interface SideLearning {
	claimId: string;
	evidenceId: string;
	/** An entry of the ledger of 120 minutes. */
	entryId: string;
	/** A visit that is asked for; one that is approved and to come; one to report on. */
	requestedId: string;
	comingId: string;
	dueId: string;
	/** One that was reported on, the report waiting, with an attachment. */
	reportedId: string;
	reportId: string;
	attachmentId: string;
}

const visit = (on: string) => ({
	...{ title: `考察 ${on}`, host: '东海银行', purpose: '看流程', area: 'products' as const },
	...{ method: 'visit' as const, startsOn: on, endsOn: on, creditMinutes: 120 },
	programme: [{ on, from: '19:00', to: '21:00', what: '座谈' }]
});

export async function setLearning(
	world: World,
	trainee: GivenPerson,
	times: { now: Date; then: Date }
): Promise<SideLearning> {
	const then = world.ctx(trainee, times.then);
	const { id: claimId } = await claimOutside(then, {
		...{ ...claim, startedOn: '2026-01-02', endedOn: '2026-01-03' }
	});
	const ask = async (on: string, approve = true) => {
		const { id } = await requestVisit(then, visit(on));
		if (approve) await approveVisit(world.ctx(undefined, times.then), { visitId: id, revision: 1 });
		return id;
	};
	const requestedId = await ask('2026-04-20', false);
	const comingId = await ask('2026-04-21');
	const dueId = await ask('2026-02-10');
	const reportedId = await ask('2026-02-11');
	const now = world.ctx(trainee, times.now);
	const { id: reportId } = await submitReport(now, {
		...{ visitId: reportedId, seen: '流程', applied: '清单', files: [proof] }
	});
	return {
		...{ claimId, requestedId, comingId, dueId, reportedId, reportId },
		evidenceId: (await getClaim(now, claimId)).evidence[0]!.id,
		entryId: await givenCredit(world, trainee, {}, times.then),
		attachmentId: (await getMyVisit(now, reportedId)).reports[0]!.attachments[0]!.id
	};
}

/** A picture as a form sends it. */
export const sentPicture = () => new File([proof.bytes as BlobPart], proof.name);
export const claimForm = {
	...{ title: '新的培训', provider: '协会', area: 'law', method: 'seminar', note: '' },
	...{ startedOn: '2026-02-02', endedOn: '2026-02-02', hours: '6' }
};
export const visitForm = {
	...{ title: '新的考察', host: '东海银行', purpose: '看流程', area: 'products', method: 'visit' },
	...{ startsOn: '2026-05-20', endsOn: '2026-05-20', hours: '2' },
	...{ 'programme.r0.on': '2026-05-20', 'programme.r0.from': '09:00', 'programme.r0.to': '11:00' },
	'programme.r0.what': '座谈'
};
