import { loadModules } from '$lib/content/modules.server';
import {
	createMatching,
	pauseMentor,
	proposePair,
	refuseProposal,
	saveProfile,
	saveWish
} from '$lib/features/mentors/index.server';
import { defaultWeights, type CustomerKind, type Language } from '$lib/features/mentors';
import { createPerson, grantRole, recordEvidence, listUnits } from '$lib/features/people/index.server';
import { dateIn } from '$lib/shared/dates';
import type { RubricDimension } from '$lib/features/mentoring';
import type { Crew, Member } from './people';
import type { Story } from './story';
import { tellModule } from './training';

type PersonActor = Member['actor'];
interface Profile {
	capacity: number;
	customers: CustomerKind[];
	steps: number[];
	rubric: RubricDimension[];
	languages: Language[];
	note: string;
}

/** What each mentor says of themselves; HR allowed the busy ones more than the rules' three. */
const profiles: Record<string, Profile> = {
	JH0042: {
		capacity: 11,
		customers: ['corporate', 'smallBusiness'],
		steps: [1, 2, 7],
		rubric: ['skill', 'work'],
		languages: ['mandarin', 'wu'],
		note: '跟我先学听，再学说。每周三下午走访，愿意带肯动笔做记录的新人。'
	},
	JH0200: {
		capacity: 2,
		customers: ['wealth', 'retail'],
		steps: [3, 5],
		rubric: ['character'],
		languages: ['mandarin'],
		note: '做财富客户二十年，最看重守时守信。'
	},
	JH0201: {
		capacity: 9,
		customers: ['retail', 'wealth'],
		steps: [3, 4],
		rubric: ['skill'],
		languages: ['mandarin', 'cantonese'],
		note: ''
	},
	JH0202: {
		capacity: 9,
		customers: ['smallBusiness', 'institution'],
		steps: [2, 6],
		rubric: ['work'],
		languages: ['mandarin', 'english'],
		note: '高校与科研院所客户多，可带着看完整的授信调查。'
	},
	JH0203: {
		capacity: 3,
		customers: ['corporate'],
		steps: [2, 7],
		rubric: ['work'],
		languages: ['mandarin'],
		note: ''
	},
	JH0204: {
		capacity: 7,
		customers: ['corporate', 'institution'],
		steps: [1, 6],
		rubric: ['skill'],
		languages: ['mandarin', 'english'],
		note: '保税区企业的外汇与结算业务。'
	},
	JH0211: {
		capacity: 8,
		customers: ['smallBusiness'],
		steps: [1, 4],
		rubric: ['skill'],
		languages: ['mandarin', 'minnan'],
		note: ''
	},
	JH0212: {
		capacity: 1,
		customers: ['retail'],
		steps: [4, 5],
		rubric: ['character'],
		languages: ['mandarin'],
		note: '网点在保税区，适合先从零售做起的同事。'
	},
	JH0213: {
		capacity: 8,
		customers: ['rural', 'smallBusiness'],
		steps: [1, 7],
		rubric: ['work'],
		languages: ['mandarin', 'minnan'],
		note: '渔业合作社和养殖户的授信与贷后。'
	},
	JH0214: {
		capacity: 1,
		customers: ['retail', 'smallBusiness'],
		steps: [3, 6],
		rubric: ['character', 'skill'],
		languages: ['mandarin'],
		note: ''
	},
	JH0215: {
		capacity: 8,
		customers: ['corporate', 'institution'],
		steps: [2, 6],
		rubric: ['work'],
		languages: ['mandarin', 'english'],
		note: '科创企业为主，看重数据和行业分析。'
	},
	JH0216: {
		capacity: 2,
		customers: ['wealth', 'corporate'],
		steps: [5, 7],
		rubric: ['skill'],
		languages: ['mandarin', 'wu'],
		note: '先跟两次，再由你主谈，我在旁边。'
	}
};

/** The intake of this autumn: nobody has a mentor yet. */
const intake: { name: string; unit: string; customers: CustomerKind[]; languages: Language[] }[] = [
	{ name: '蒋雨晴', unit: 'B01O01', customers: ['corporate'], languages: ['wu'] },
	{ name: '尹子涵', unit: 'B01O02', customers: ['retail', 'wealth'], languages: [] },
	{ name: '邵嘉伟', unit: 'B01O03', customers: ['smallBusiness'], languages: ['english'] },
	{ name: '秦若溪', unit: 'B02O01', customers: ['smallBusiness'], languages: ['minnan'] },
	{ name: '龚浩然', unit: 'B02O02', customers: ['retail'], languages: [] },
	{ name: '江一帆', unit: 'B02O03', customers: ['rural'], languages: ['minnan'] },
	{ name: '戴思琪', unit: 'B03O01', customers: [], languages: [] },
	{ name: '钟铭轩', unit: 'B03O02', customers: ['institution', 'corporate'], languages: ['english'] },
	{ name: '陆欣怡', unit: 'B01O01', customers: ['wealth'], languages: ['mandarin'] }
];

/** Mentors who learned how to, say what they offer, and are away or suspended; an intake waits for its mentors. */
export function tellMentors(story: Story, crew: Crew): void {
	const module = loadModules()
		.map(({ content }) => content)
		.find(({ code }) => code === 'how-to-mentor');
	for (const [i, [employeeNo, profile]] of Object.entries(profiles).entries()) {
		const mentor = crew.by(employeeNo);
		const learned = story.after(story.ago(9 - i / 4), i, 12, i);
		if (module) tellModule(story, mentor, module, learned, { finished: true, failsFirst: i === 4 });
		const rest = { steps: profile.steps, customers: profile.customers, languages: profile.languages };
		story.scene(story.after(learned, 12, 16, i), (at) =>
			saveProfile(story.context(profile.capacity > 3 ? crew.officer : mentor.actor, at), {
				...{ personId: mentor.id, capacity: profile.capacity, rubric: profile.rubric, note: profile.note },
				...rest
			})
		);
	}
	const day = (ahead: number) => dateIn(story.after(story.today, ahead));
	story.scene(story.after(story.ago(0.4), 0, 9), (at) =>
		pauseMentor(story.context(crew.by('JH0203').actor, at), {
			...{ personId: crew.by('JH0203').id, kind: 'leave', startsOn: dateIn(at), endsOn: day(20) },
			reason: '赴总行集中培训，结束后返岗。'
		})
	);
	story.scene(story.after(story.ago(0.6), 0, 15), (at) =>
		pauseMentor(story.context(crew.officer, at), {
			...{ personId: crew.by('JH0213').id, kind: 'suspension', startsOn: dateIn(at), endsOn: day(40) },
			reason: '连续两月未按时会签，约谈后整改，期满复核。'
		})
	);
	tellIntake(story, crew);
}

/** Who came this month, what they would like, whom two of them asked for, and the matching that waits for review. */
function tellIntake(story: Story, crew: Crew): void {
	const arrived = story.after(story.ago(0.5), 0, 9);
	const people: { id: string; actor: PersonActor }[] = [];
	story.scene(arrived, async (at) => {
		const system = story.system(at);
		const units = new Map((await listUnits(system)).map(({ code, id }) => [code, id]));
		for (const [i, { name, unit }] of intake.entries()) {
			const employeeNo = `JH${String(401 + i).padStart(4, '0')}`;
			const { id } = await createPerson(system, {
				...{ employeeNo, name, email: `${employeeNo.toLowerCase()}@jianghai.example`, post: '见习客户经理' },
				...{ bornOn: `2003-0${i + 1}-1${i}`, hiredOn: dateIn(at), unitId: units.get(unit)! }
			});
			await grantRole(system, { personId: id, role: 'trainee', unitId: null, validFrom: dateIn(at) });
			await recordEvidence(story.context(crew.officer, at), {
				...{ personId: id, kind: 'education', validFrom: dateIn(story.ago(5)) },
				data: { level: i % 3 ? 'bachelor' : 'master', school: '江海大学', major: '金融学' }
			} as Parameters<typeof recordEvidence>[1]);
			const actor: PersonActor = {
				...{ kind: 'person', personId: id, name },
				grants: [{ role: 'trainee', unitPath: null }]
			};
			people.push({ id, actor });
		}
	});
	story.scene(story.after(arrived, 2, 20), async (at) => {
		for (const [i, { customers, languages }] of intake.entries())
			if (customers.length)
				await saveWish(story.context(people[i]!.actor, at), { customers, languages, note: '' });
	});
	let first = '';
	story.scene(story.after(arrived, 3, 12), async (at) => {
		const ask = { mentorId: crew.by('JH0216').id, note: '同一网点，听同事说讲得细。' };
		first = (await proposePair(story.context(people[0]!.actor, at), ask)).id;
		await proposePair(story.context(people[8]!.actor, at), {
			mentorId: crew.by('JH0200').id,
			note: '我服务财富客户，想跟阎老师学怎样做资产配置的访谈，也在同一网点，方便跟班。'
		});
	});
	story.scene(story.after(arrived, 5, 15), (at) =>
		refuseProposal(story.context(crew.officer, at), {
			proposalId: first,
			reason: '本批新人统一匹配，结果本月内公布。'
		})
	);
	story.scene(story.after(arrived, 6, 16), async (at) => {
		const startsOn = dateIn(story.after(story.today, 5));
		await createMatching(story.context(crew.officer, at), {
			...{ title: '秋季新人匹配', traineeIds: people.map(({ id }) => id), weights: defaultWeights },
			...{ startsOn, endsOn: dateIn(story.ago(-6)), plannedMinutes: 36 * 60 },
			goal: '六个月内七个工作步骤都跟过班，能独立完成一次普通客户的访谈与资料核对。'
		});
	});
}
