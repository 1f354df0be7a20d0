import type { Actor } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import {
	createPerson,
	createUnit,
	grantRole,
	recordEvidence,
	setPassword,
	recordDeparture,
	suspendPerson
} from '$lib/features/people/index.server';
import { markAllRead } from '$lib/features/notifications/index.server';
import { addMonths, dateIn, type IsoDate } from '$lib/shared/dates';
import { cast, DEMO_PASSWORD, units } from './cast';
import { castPlans } from './cast-plans';
import { crowd, type PersonPlan } from './plan';
import type { Story } from './story';

type PersonActor = Extract<Actor, { kind: 'person' }>;

/** Somebody of the demo, known by id from the moment that HR brought them in. */
export interface Member {
	plan: PersonPlan;
	id: string;
	actor: PersonActor;
	/** From this moment on they are in the system. */
	since: Date;
}

/** Everybody, and the people of head office who act for the organisation. */
export interface Crew {
	members: Member[];
	by(employeeNo: string): Member;
	officer: PersonActor;
	approver: PersonActor;
	author: PersonActor;
	reviewer: PersonActor;
	/** The members of the committee (考评委员会). */
	committee: PersonActor[];
}

const schools = ['江海大学', '东海财经大学', '江海理工大学', '滨江学院', '华东金融学院', '江海职业技术学院'];
const majors = ['金融学', '会计学', '工商管理', '国际贸易', '市场营销', '经济学', '法学'];
const titles = { junior: '初级经济师', intermediate: '经济师', senior: '高级经济师' } as const;

/** Brings everybody in: units and head office at once, the others on the day they joined or the system began. */
export async function tellPeople(story: Story): Promise<Crew> {
	const start = story.ago(36, 9);
	const system = story.system(start);
	const unitIds = new Map<string, string>();
	for (const { parent, ...unit } of units) {
		const parentId = parent ? unitIds.get(parent)! : null;
		unitIds.set(unit.code, (await createUnit(system, { ...unit, parentId })).id);
	}
	const members: Member[] = [];
	const plans = [...castPlans, ...crowd];
	for (const plan of plans) {
		const joined = story.ago(plan.hiredAgo, 9);
		const since = joined > start ? joined : start;
		const member: Member = {
			plan,
			since,
			id: '',
			actor: {
				kind: 'person',
				personId: '',
				name: plan.name,
				grants: plan.roles.map((role) => ({ role, unitPath: null }))
			}
		};
		members.push(member);
		const enter = (at: Date) => bringIn(story, member, unitIds, at);
		if (since === start) await enter(start);
		else story.scene(since, enter);
	}
	const by = (employeeNo: string) => members.find((member) => member.plan.employeeNo === employeeNo)!;
	const acting = (role: RoleName) => by(cast.find((member) => member.shownAs === role)!.employeeNo).actor;
	const crew: Crew = {
		members,
		by,
		officer: acting('hrOfficer'),
		approver: acting('hrApprover'),
		author: acting('author'),
		reviewer: acting('itemReviewer'),
		committee: members.filter(({ plan }) => plan.roles.includes('committeeMember')).map(({ actor }) => actor)
	};
	// What is older than a week has been read.
	const read = story.ago(0.25, 8);
	for (const member of members) {
		tellEvidence(story, crew, member);
		if (read > member.since) story.scene(read, (at) => markAllRead(story.context(member.actor, at)));
	}
	return crew;
}

/** A committee of one decides nothing, nor is an essay marked by one person alone: all who hold these roles can sign in. */
const isOfMany = (role: RoleName): boolean => role === 'committeeMember' || role === 'marker';

async function bringIn(story: Story, member: Member, unitIds: Map<string, string>, at: Date): Promise<void> {
	const { plan, actor } = member;
	const system = story.system(at);
	const hiredOn = dateIn(story.ago(plan.hiredAgo, 9));
	const { employeeNo, name, email, post, bornOn } = plan;
	const unitId = unitIds.get(plan.unit)!;
	member.id = (await createPerson(system, { employeeNo, name, email, post, bornOn, hiredOn, unitId })).id;
	actor.personId = member.id;
	for (const role of plan.roles) {
		// Branch officers work for their branch; head office for everybody.
		const scoped = role === 'hrOfficer' && plan.unit.startsWith('B') ? unitId : null;
		await grantRole(system, { personId: member.id, role, unitId: scoped, validFrom: dateIn(at) });
	}
	if (cast.some((one) => one.employeeNo === employeeNo && (one.shownAs || one.roles.some(isOfMany)))) {
		await setPassword(system, { personId: member.id, password: DEMO_PASSWORD, mustChange: false });
	}
}

/** What HR records of somebody when they come in, and year by year after. */
function tellEvidence(story: Story, crew: Crew, member: Member): void {
	const { plan } = member;
	if (!plan.roles.includes('trainee')) return;
	const seat = Number(plan.employeeNo.slice(2));
	const graduation: IsoDate = `${Number(plan.bornOn.slice(0, 4)) + 23}-06-30`;
	const hiredOn = dateIn(story.ago(plan.hiredAgo, 9));
	const record = (at: Date, entry: Omit<Parameters<typeof recordEvidence>[1], 'personId'>) =>
		story.scene(at, () =>
			recordEvidence(story.context(crew.officer, at), { ...entry, personId: member.id } as Parameters<
				typeof recordEvidence
			>[1])
		);
	const arrival = new Date(member.since.getTime() + 3_600_000);
	if (plan.education) {
		const school = schools[seat % schools.length]!;
		record(arrival, {
			kind: 'education',
			validFrom: graduation,
			data: { level: plan.education, school, major: majors[seat % majors.length]! }
		});
	}
	if (plan.titleLevel) {
		const awarded = addMonths(graduation, 36);
		record(arrival, {
			kind: 'title',
			validFrom: awarded,
			data: { level: plan.titleLevel, name: titles[plan.titleLevel] }
		});
	}
	if (plan.creditAgo !== null) {
		const began = story.ago(plan.creditAgo, 9);
		const here = dateIn(began) >= hiredOn;
		const at = began > arrival ? began : arrival;
		record(at, {
			kind: 'experience',
			validFrom: dateIn(began),
			data: { kind: 'credit', employer: here ? '江海银行' : '东海商业银行', post: '信贷客户经理' }
		});
	}
	// Induction takes three months; of people who joined long ago it is on their file.
	const inducted = story.ago(plan.hiredAgo - 3, 9);
	record(inducted > arrival ? inducted : arrival, {
		kind: 'induction',
		validFrom: dateIn(inducted),
		data: { kind: 'induction' }
	});
	tellStanding(story, crew, member, record);
}

type Recorder = (at: Date, entry: Omit<Parameters<typeof recordEvidence>[1], 'personId'>) => void;

function tellStanding(
	story: Story,
	crew: Crew,
	{ plan, since, id: _id, ...member }: Member,
	record: Recorder
): void {
	const { special } = plan;
	const inSystem = Math.min(36, plan.hiredAgo);
	const source = '中国人民银行征信报告';
	for (let ago = inSystem - 0.2; ago > 0; ago -= 11) {
		const latest = ago <= 11;
		if (latest && special === 'noCreditCheck') continue;
		const outcome = latest && special === 'poorCredit' ? 'poor' : 'good';
		const at = story.after(story.ago(ago), 0, 11);
		if (at > since) record(at, { kind: 'creditCheck', validFrom: dateIn(at), data: { outcome, source } });
	}
	if (special === 'discipline') {
		const at = story.after(story.ago(8), 0, 15);
		const description = '未按规定完成贷后检查，给予警告处分。';
		record(at, {
			kind: 'discipline',
			validFrom: dateIn(at),
			data: { kind: 'administrative', severity: 'serious', description }
		});
	}
	const at = story.after(story.ago(0.4), 0, 16);
	// Who somebody is becomes known when they are created, in a scene before these.
	const about = () => [story.context(crew.officer, at), { personId: member.actor.personId }] as const;
	if (special === 'suspended') {
		story.scene(at, () => {
			const [ctx, who] = about();
			return suspendPerson(ctx, { ...who, reason: '配合内部核查，暂停账号' });
		});
	} else if (special === 'left') {
		story.scene(at, () => {
			const [ctx, who] = about();
			return recordDeparture(ctx, { ...who, lastDay: dateIn(at), reason: '本人申请离职' });
		});
	}
}
