import { describe, expect, it } from 'vitest';
import { lastDayOf, pledgeState, signatureToHash, wordsToHash } from '$lib/features/tiers/pledges/rules';
import { rolesToEndorse, type Endorsed } from '$lib/features/tiers/endorsements/rules';
import type { Actor } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';

describe('a pledge', () => {
	it.each([
		['2026-03-02', 24, '2028-03-01'],
		['2024-02-29', 12, '2025-02-27'],
		['2026-01-31', 1, '2026-02-27'],
		['2026-03-02', null, null]
	])('signed on %s for %s months holds to %s', (on, months, to) => expect(lastDayOf(on, months)).toBe(to));

	it.each([
		[null, 'toSign'],
		[{ version: 2, validTo: '2026-03-01' }, 'toSign'],
		[{ version: 2, validTo: '2026-03-02' }, 'runsOut'],
		[{ version: 2, validTo: '2026-04-30' }, 'runsOut'],
		[{ version: 2, validTo: '2026-05-01' }, 'signed'],
		[{ version: 2, validTo: null }, 'signed'],
		[{ version: 1, validTo: null }, 'newText'],
		[{ version: 1, validTo: '2026-03-01' }, 'toSign']
	])('%j is %s on 2 March 2026', (signed, state) => {
		expect(pledgeState(2, signed, '2026-03-02')).toBe(state);
	});

	it('is sealed over every word, and the seal over text, signer and time', () => {
		const words = { titleZh: 'a', titleEn: 'b', bodyZh: 'c', bodyEn: 'd', validMonths: null };
		const others = [
			...(['titleZh', 'titleEn', 'bodyZh', 'bodyEn'] as const).map((key) => ({ ...words, [key]: 'x' })),
			{ ...words, validMonths: 1 }
		];
		expect(new Set([words, ...others].map(wordsToHash)).size).toBe(6);
		const at = new Date('2026-03-02T02:00:00Z');
		const seals = [
			signatureToHash('t', 'p', at),
			signatureToHash('u', 'p', at),
			signatureToHash('t', 'q', at),
			signatureToHash('t', 'p', new Date(at.getTime() + 1))
		];
		expect(new Set(seals).size).toBe(4);
	});
});

describe('who may endorse', () => {
	const person: Endorsed = { personId: 'p', unitPath: 'HQ/B1/', mentorIds: ['m'], headIds: ['h'] };
	const actor = (personId: string, roles: [RoleName, string | null][]): Actor => ({
		...{ kind: 'person', personId, name: personId },
		grants: roles.map(([role, unitPath]) => ({ role, unitPath }))
	});
	it.each([
		['their mentor', actor('m', [['mentor', null]]), ['mentor']],
		['their mentor who is one no more', actor('m', [['trainee', null]]), []],
		['another mentor', actor('x', [['mentor', null]]), []],
		['the head, without any role', actor('h', []), ['unitHead']],
		['HR of the unit', actor('x', [['hrOfficer', 'HQ/']]), ['hrOfficer']],
		['HR of another unit', actor('x', [['hrApprover', 'HQ/B2/']]), []],
		[
			'a mentor who is HR too',
			actor('m', [
				['mentor', null],
				['hrApprover', null]
			]),
			['mentor', 'hrApprover']
		],
		['themselves, as HR and head', { ...actor('p', [['hrOfficer', null]]) }, []]
	])('%s', (_name, who, roles) => expect(rolesToEndorse(who, person)).toEqual(roles));
});
