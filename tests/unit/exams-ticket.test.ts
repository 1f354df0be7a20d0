import { describe, expect, it } from 'vitest';
import { drawTickets, ticketAddress } from '$lib/features/exams/ticket/draw-tickets.server';
import type { Ticket } from '$lib/features/exams/ticket/ticket.server';
import { loadTopicI18n } from '$lib/i18n/load';

const long = (text: string, length: number) => text.repeat(length).slice(0, length);

/** Everything that a ticket may hold at its longest. */
const ticket: Ticket = {
	...{ number: '2603-0001', name: '欧阳司徒', employeeNo: 'JH0183', sittingId: 'a-sitting' },
	unit: { 'zh-CN': long('江海银行滨江支行', 60), en: long('Jianghai Bank riverside ', 120) },
	issuer: { 'zh-CN': '江海银行', en: 'Jianghai Bank' },
	exam: { 'zh-CN': long('客户经理资格考试', 60), en: long('Customer manager exam ', 120) },
	room: {
		...{ name: long('总行机房', 60), address: long('银城中路八号', 200), kind: 'site', chair: 12 }
	},
	...{ opensAt: new Date('2026-03-06T01:00:00Z'), closesAt: new Date('2026-03-06T10:00:00Z') },
	...{ minutes: 480, extraMinutes: 60, breakMinutes: 30 },
	told: {
		rules: {
			...{ mixQuestions: true, mixOptions: true, oneWay: true, noCopy: true },
			...{ fullScreen: true, watermark: true, takeOver: 'released' },
			leaving: { act: 'handIn', times: 3 }
		},
		...{ browser: true, network: true, password: true, lateMinutes: 15 },
		...{ endCut: 'allowance', spreadSeconds: 30, rehearsal: true, onPaper: false }
	}
};
const options = { origin: 'https://jinjie.example', at: new Date('2026-03-01T00:00:00Z') };
const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length;

describe('admission tickets', () => {
	it.each(['zh-CN', 'en'] as const)('are a page each at their longest (%s)', async (locale) => {
		const i18n = await loadTopicI18n(locale, 'registration');
		expect(pagesOf(await drawTickets([ticket, ticket, ticket], i18n, options))).toBe(3);
	});

	it('are the same bytes for the same ticket', async () => {
		const i18n = await loadTopicI18n('zh-CN', 'registration');
		const plain = { ...ticket, room: null };
		const [one, two] = await Promise.all([1, 2].map(() => drawTickets([plain], i18n, options)));
		expect(one!.equals(two!)).toBe(true);
	});

	it('lead to where staff find the candidate', () => {
		expect(ticketAddress('https://jinjie.example', ticket)).toBe(
			'https://jinjie.example/staff/sittings/a-sitting/seats?q=2603-0001'
		);
	});
});
