import { expect, it } from 'vitest';
import {
	answerInquiry,
	askAuthority,
	authorityQuestion,
	getInquiry,
	listInquiries,
	listOwnInquiries,
	raiseInquiry
} from '$lib/features/tiers/index.server';
import { inquiries } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenPolicies, NOW } from './given';

const question = { kind: 'explanation', ladder: 'bank', decisionId: null, words: '学时怎么算？' } as const;
const answered = { answer: '近 24 个月内完成的模块。', upheld: null };

onEveryDatabase('questions and objections', (world) => {
	async function scene() {
		await givenPolicies(world);
		const branch = await givenUnit(world, {});
		const elsewhere = await givenUnit(world, {});
		const trainee = await givenPerson(world, { roles: ['trainee'], unit: branch });
		const officer = await givenPerson(world, { roles: ['hrOfficer'], unit: branch, roleUnit: branch });
		const stranger = await givenPerson(world, { roles: ['hrOfficer'], unit: elsewhere, roleUnit: elsewhere });
		return { trainee, officer, stranger };
	}

	it('are raised by the person, answered once by an officer of their unit, and read by both', async () => {
		const { trainee, officer, stranger } = await scene();
		const inquiryId = await raiseInquiry(world.ctx(trainee, NOW), question);
		expect(await listInquiries(world.ctx(officer, NOW), { state: 'open', page: 1 })).toMatchObject({
			counts: { open: 1, answered: 0 },
			rows: [{ id: inquiryId, person: { id: trainee.id } }]
		});
		expect((await listInquiries(world.ctx(stranger, NOW), { state: 'open', page: 1 })).total).toBe(0);
		await expect(getInquiry(world.ctx(stranger, NOW), inquiryId)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(answerInquiry(world.ctx(stranger, NOW), { inquiryId, ...answered })).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const twice = await Promise.allSettled([
			answerInquiry(world.ctx(officer, NOW), { inquiryId, ...answered }),
			answerInquiry(world.ctx(officer, NOW), { inquiryId, ...answered })
		]);
		expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await listOwnInquiries(world.ctx(trainee, NOW))).toMatchObject([
			{ id: inquiryId, answer: answered.answer, answeredBy: officer.name }
		]);
	});

	it('are not answered by whoever asked, and an objection is found right or not', async () => {
		const { officer, trainee } = await scene();
		const own = await raiseInquiry(world.ctx(officer, NOW), question);
		await expect(
			answerInquiry(world.ctx(officer, NOW), { inquiryId: own, ...answered })
		).rejects.toMatchObject({ code: 'access.separation.self' });
		const inquiryId = await raiseInquiry(world.ctx(trainee, NOW), { ...question, kind: 'objection' });
		await expect(answerInquiry(world.ctx(officer, NOW), { inquiryId, ...answered })).rejects.toMatchObject({
			kind: 'invalid',
			fields: { upheld: 'app.field.choice' }
		});
		await answerInquiry(world.ctx(officer, NOW), { inquiryId, ...answered, upheld: false });
		expect((await getInquiry(world.ctx(officer, NOW), inquiryId)).upheld).toBe(false);
	});

	it('are only about oneself, about decisions one was told of, and five at a time', async () => {
		const { trainee } = await scene();
		const ctx = world.ctx(trainee, NOW);
		const decisionId = '01900000-0000-7000-8000-000000000009';
		await expect(raiseInquiry(ctx, { ...question, decisionId })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(raiseInquiry(ctx, { ...question, ladder: 'none' })).rejects.toMatchObject({
			kind: 'not_found'
		});
		for (let i = 0; i < 5; i++) await raiseInquiry(ctx, question);
		await expect(raiseInquiry(ctx, question)).rejects.toMatchObject({
			code: 'inquiries.inquiry.too_many'
		});
	});

	it('stay as they were asked and answered', async () => {
		const { trainee } = await scene();
		await raiseInquiry(world.ctx(trainee, NOW), question);
		await expect(world.db.update(inquiries).set({ words: 'x' })).rejects.toThrow();
		await expect(world.db.delete(inquiries)).rejects.toThrow();
	});

	it('answers what a tier allows only to those who may ask', async () => {
		const { trainee, officer, stranger } = await scene();
		const ask = authorityQuestion.parse({ do: 'creditProposal' });
		expect(authorityQuestion.parse({ do: 'creditProposal', amount: '2000.5' }).amount).toBe(2000.5);
		expect(authorityQuestion.parse({ do: 'creditProposal', amount: '' }).amount).toBeNull();
		for (const amount of ['much', '-1', '1,000', 'Infinity'])
			expect(authorityQuestion.safeParse({ do: 'creditProposal', amount }).success).toBe(false);
		const reply = await askAuthority(world.ctx(officer, NOW), trainee.employeeNo, ask);
		expect(reply).toMatchObject({ allowed: false, reason: 'noTier', on: '2026-11-21' });
		expect((await askAuthority(world.ctx(trainee, NOW), trainee.employeeNo, ask)).reason).toBe('noTier');
		await expect(askAuthority(world.ctx(stranger, NOW), trainee.employeeNo, ask)).rejects.toMatchObject({
			kind: 'forbidden'
		});
		await expect(askAuthority(world.ctx(officer, NOW), 'NOBODY', ask)).rejects.toMatchObject({
			kind: 'not_found'
		});
	});
});
