import { eq } from 'drizzle-orm';
import { issueCertificates, revokeCertificate } from '$lib/features/certificates/index.server';
import { certificates } from '$lib/features/certificates/tables.server';
import type { Sittings } from './exams';
import type { Crew } from './people';
import type { Story } from './story';

/** A week after each release HR issues certificates to those who passed; a few still wait, one was revoked. */
export function tellCertificates(story: Story, crew: Crew, sittings: Sittings): void {
	for (const sat of sittings.values()) {
		story.scene(story.after(sat.opensAt, 12, 11), async (at) => {
			const passed = [...sat.attempts.values()].filter(({ outcome }) => outcome === 'passed');
			if (passed.length) {
				await issueCertificates(story.context(crew.officer, at), {
					attemptIds: passed.map(({ attemptId }) => attemptId)
				});
			}
		});
	}
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
