import { desc, eq } from 'drizzle-orm';
import { loadModules } from '$lib/content/modules.server';
import {
	addKind,
	approveRequest,
	changeKind,
	followConditions,
	requestCertificates,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { certificates } from '$lib/features/certificates/tables.server';
import { completions, modules } from '$lib/features/training/tables.server';
import { RENEWING } from './certificates-plan';
import type { Sittings } from './exams';
import type { Crew } from './people';
import type { Story } from './story';
import { tellModule } from './training';

/** Rules that make a certificate depend on nothing further. */
const free = {
	...{ basis: 'completion' as const, fixedOn: null, minimumMonths: 0, yearlyHours: null, hoursGraceDays: 0 },
	...{
		employment: false,
		conduct: 'none' as const,
		cureMonths: null,
		leavePauses: false,
		mostPauseDays: null
	}
};

/** Modules with certificates of their own, since so many months. */
const kinds = [
	{
		...{ code: 'how-to-mentor', ladder: 'mentor' as const, months: 36, windowDays: 180, since: 5.5 },
		...{ nameZh: '客户经理导师', nameEn: 'Customer Manager Mentor' },
		reason: '导师完成带教培训后持证上岗，三年一续。'
	},
	{
		...{ code: 'law-rules-and-conduct', ladder: 'module' as const, months: 12, windowDays: 90, since: 11 },
		...{ nameZh: '合规与行为规范', nameEn: 'Compliance and Conduct' },
		reason: '合规培训每年更新，证书一年有效。'
	}
];

/** Who took the module on law besides, and how many months ago: the last ones have no certificate yet. */
const learners = {
	...{ [RENEWING.employeeNo]: RENEWING.ago, JH0200: 8, JH0202: 7.7, JH0204: 7.4, JH0212: 2, JH0214: 1.8 }
};

/** A week after each release HR asks for certificates of those who passed and another approves; a few still wait, one was revoked. */
export function tellCertificates(story: Story, crew: Crew, sittings: Sittings): void {
	for (const sat of sittings.values()) {
		story.scene(story.after(sat.opensAt, 12, 11), async (at) => {
			const passed = [...sat.attempts.values()].filter(({ outcome }) => outcome === 'passed');
			if (passed.length) {
				const { id } = await requestCertificates(story.context(crew.officer, at), {
					...{ sittingId: sat.id, everybody: false, groundIds: passed.map(({ attemptId }) => attemptId) }
				});
				await approveRequest(story.context(crew.approver, at), { requestId: id });
			}
		});
	}
	// Senior certificates of the last year depend on conduct and employment; who was given a warning is suspended.
	story.scene(story.after(story.ago(13), 0, 9), (at) =>
		changeKind(story.context(crew.approver, at), {
			...{ kind: 'bank.senior', version: 1, basis: 'completion', fixedOn: null, minimumMonths: 0 },
			...{ months: 24, windowDays: 90, graceDays: 0, lateDays: 0, yearlyHours: null, hoursGraceDays: 0 },
			...{ employment: true, conduct: 'serious', cureMonths: 12, leavePauses: true, mostPauseDays: 365 },
			reason: '按《客户经理资格管理办法》修订，高级证书与在职和处分情况挂钩，产假、病假期间有效期停计。'
		})
	);
	story.scene(story.after(story.ago(0.3), 0, 7), (at) => followConditions(story.system(at)));
	for (const { id: _id, ...member } of crew.members.filter(({ plan }) => plan.special === 'revoked')) {
		const { exams, employeeNo } = member.plan;
		const attemptOf = () => sittings.get(exams.at(-1)!.sitting)!.attempts.get(employeeNo)!.attemptId;
		story.scene(story.after(story.ago(1.5), 0, 15), async (at) => {
			const ctx = story.context(crew.approver, at);
			const [held] = await ctx.db.select().from(certificates).where(eq(certificates.attemptId, attemptOf()));
			await revokeCertificate(ctx, {
				certificateId: held!.id,
				category: 'misconduct',
				reason: '经核查，考试中存在替考协助行为，按资格考试管理办法撤销证书。'
			});
		});
	}
}

/**
 * Modules got certificates, the first eleven months ago and at once for one person, who can renew it by now. Those who had
 * completed them by the last half year received theirs, later ones wait to be asked for.
 */
export function tellModuleCertificates(story: Story, crew: Crew): void {
	const law = loadModules().find(({ content }) => content.code === kinds[1]!.code);
	for (const [employeeNo, ago] of Object.entries(learners))
		if (law)
			tellModule(story, crew.by(employeeNo), law.content, story.after(story.ago(ago), 0), {
				...{ finished: true, failsFirst: false }
			});
	for (const { code, since, ...rules } of kinds) {
		let kind = '';
		story.scene(story.after(story.ago(since), 0, 9), async (at) => {
			const ctx = story.context(crew.approver, at);
			const [module] = await ctx.db.select().from(modules).where(eq(modules.code, code));
			const input = { moduleId: module!.id, ...free, ...rules, graceDays: 0, lateDays: 90 };
			kind = (await addKind(ctx, input)).kind;
		});
		const issue = (ago: number, choose: (at: Date) => Promise<{ everybody: boolean; groundIds: string[] }>) =>
			story.scene(story.after(story.ago(ago), 0, 14), async (at) => {
				const asked = { kind, ...(await choose(at)) };
				const { id } = await requestCertificates(story.context(crew.officer, at), asked);
				await approveRequest(story.context(crew.approver, at), { requestId: id });
			});
		if (since > RENEWING.issued)
			issue(RENEWING.issued, async (at) => {
				const own = eq(completions.personId, crew.by(RENEWING.employeeNo).id);
				const [last] = await story
					.system(at)
					.db.select()
					.from(completions)
					.where(own)
					.orderBy(desc(completions.recordedAt));
				return { everybody: false, groundIds: [last!.id] };
			});
		issue(4.5, async () => ({ everybody: true, groundIds: [] }));
	}
}
