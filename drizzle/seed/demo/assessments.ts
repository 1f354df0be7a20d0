import { createPeriod, recordResult } from '$lib/features/assessments/index.server';
import { defaultIndicators } from '$lib/features/assessments';
import { listUnits, setUnitHead } from '$lib/features/people/index.server';
import { giveEndorsement, listOwnPledges, signPledge } from '$lib/features/tiers/index.server';
import { addDays, addMonths, dateIn, type IsoDate } from '$lib/shared/dates';
import type { Crew, Member } from './people';
import type { Story } from './story';

/** Half-years that have ended, as the demo assesses them. */
const PERIODS = 3;

/** The half-year reviews, who manages whom, who signed which commitment, and who stands up for whom. */
export function tellAssessments(story: Story, crew: Crew): void {
	const graded = crew.members.filter(({ plan }) => plan.promoted.length > 0);
	for (const half of halves(dateIn(story.today))) tellPeriod(story, crew, graded, half);
	const heads = headsOf(graded);
	story.scene(story.ago(12, 9), async (at) => {
		const system = story.system(at);
		for (const { id, code } of await listUnits(system)) {
			const head = heads.get(code);
			if (head) await setUnitHead(system, { unitId: id, employeeNo: head.plan.employeeNo });
		}
	});
	tellPledges(story, graded);
	tellEndorsements(story, graded, heads);
}

/** The last ended half-years, the oldest first. */
function halves(today: IsoDate): { startsOn: IsoDate; endsOn: IsoDate }[] {
	const month = Number(today.slice(5, 7)) > 6 ? '07' : '01';
	const running = `${today.slice(0, 4)}-${month}-01`;
	return Array.from({ length: PERIODS }, (_, i) => {
		const startsOn = addMonths(running, -6 * (PERIODS - i));
		return { startsOn, endsOn: addDays(addMonths(startsOn, 6), -1) };
	});
}

function tellPeriod(
	story: Story,
	crew: Crew,
	members: Member[],
	{ startsOn, endsOn }: { startsOn: IsoDate; endsOn: IsoDate }
): void {
	const year = startsOn.slice(0, 4);
	const first = startsOn.endsWith('01-01');
	const nameZh = `${year} 年${first ? '上' : '下'}半年`;
	const recorded = story.after(new Date(`${endsOn}T01:00:00Z`), 12, 10);
	let periodId = '';
	story.scene(recorded, async (at) => {
		const indicators = Object.fromEntries(
			defaultIndicators.map(({ id, name, weight }, i) => [
				String(i),
				{ id, nameZh: name['zh-CN'], nameEn: name.en, weight }
			])
		);
		const names = { nameZh, nameEn: `${first ? 'First' : 'Second'} half of ${year}` };
		const ctx = story.context(crew.officer, at);
		periodId = (await createPeriod(ctx, { ...names, startsOn, endsOn, indicators })).id;
	});
	members.forEach((member, i) => {
		if (dateIn(member.since) > startsOn) return;
		story.scene(new Date(recorded.getTime() + (i + 1) * 60_000), (at) =>
			recordResult(story.context(crew.officer, at), {
				...{ periodId, personId: member.id, previous: null },
				...{ scores: scoresOf(member, startsOn), source: `${nameZh}考核汇总表` }
			})
		);
	});
}

/** Points between 74 and 97 that stay the same for a person and period; one of the crowd is short of the floor. */
function scoresOf({ plan }: Member, startsOn: IsoDate): Record<string, number> {
	const seat = Number(plan.employeeNo.slice(2));
	const turn = Number(startsOn.slice(2, 4)) * 2 + Number(startsOn.slice(5, 7));
	const weak = seat % 41 === 0 ? 30 : 0;
	return Object.fromEntries(
		defaultIndicators.map(({ id }, i) => [id, 74 + ((seat * 7 + turn * 5 + i * 11) % 24) - weak])
	);
}

/** Of each unit whoever has come furthest of those who mentor nobody: who decides on somebody does not mentor them. */
function headsOf(members: Member[]): Map<string, Member> {
	const heads = new Map<string, Member>();
	for (const member of members) {
		if (member.plan.special || member.plan.roles.includes('mentor')) continue;
		const known = heads.get(member.plan.unit);
		if (!known || member.plan.promoted.length > known.plan.promoted.length)
			heads.set(member.plan.unit, member);
	}
	return heads;
}

/** Every third signs each commitment; the others find it on their page. */
function tellPledges(story: Story, members: Member[]): void {
	members
		.filter(({ plan }, i) => i % 3 === 0 && !plan.special)
		.forEach(({ actor }, i) =>
			story.scene(story.ago(5, 11, i), async (at) => {
				const ctx = story.context(actor, at);
				for (const { textId } of await listOwnPledges(ctx)) await signPledge(ctx, { textId, agree: 'on' });
			})
		);
}

/** Heads stand up for the seniors of their own unit who are on the way up. */
function tellEndorsements(story: Story, members: Member[], heads: Map<string, Member>): void {
	const seniors = members.filter(({ plan }) => plan.promoted.length === 3 && !plan.special);
	seniors.forEach((member, i) => {
		const head = heads.get(member.plan.unit);
		if (!head || head === member || i % 2) return;
		story.scene(story.ago(2, 15, i), (at) =>
			giveEndorsement(story.context(head.actor, at), {
				...{ personId: member.id, tier: 'bank/principal', role: 'unitHead' },
				words: '独立服务多家大型客户，能解决复杂问题，与团队配合良好，推荐参评资深客户经理。'
			})
		);
	});
}
