import type { LocalText } from '$lib/i18n/locales';

/** What a certificate says of a grade: its letter in the number, and its names as they are printed. */
export interface CertificateGrade {
	letter: string;
	name: LocalText;
}

export interface CertificateLadder {
	name: LocalText;
	grades: Record<string, CertificateGrade>;
}

/** The grades that certificates are issued for, by ladder and tier (domain 3.1). A grade not listed has none. */
export const certificateLadders: Record<string, CertificateLadder> = {
	bank: {
		name: { 'zh-CN': '银行客户经理序列', en: 'Bank customer manager ladder' },
		grades: {
			assistant: { letter: 'A', name: { 'zh-CN': '客户经理助理', en: 'Assistant Customer Manager' } },
			manager: { letter: 'M', name: { 'zh-CN': '客户经理', en: 'Customer Manager' } },
			senior: { letter: 'S', name: { 'zh-CN': '高级客户经理', en: 'Senior Customer Manager' } },
			principal: { letter: 'P', name: { 'zh-CN': '资深客户经理', en: 'Principal Customer Manager' } }
		}
	}
};

/** Ladders whose kinds people add for modules, the module's code being the tier: letter in the number, and name. */
export const moduleLadders = {
	module: { letter: 'T', name: { 'zh-CN': '培训模块', en: 'Training module' } },
	mentor: { letter: 'D', name: { 'zh-CN': '导师资格', en: 'Mentor qualification' } }
} satisfies Record<string, { letter: string; name: LocalText }>;
export type ModuleLadder = keyof typeof moduleLadders;
export const moduleLadderNames = Object.keys(moduleLadders) as [ModuleLadder, ...ModuleLadder[]];

/** What a kind of certificate is called: the letter in its numbers, its ladder's name and its own, as printed. */
export interface KindNames {
	letter: string;
	ladderName: LocalText;
	grade: LocalText;
}

/** Place of each grade on its ladder, from 0: ladder -> tier -> place. */
export const gradeRanks: Record<string, Record<string, number>> = Object.fromEntries(
	Object.entries(certificateLadders).map(([ladder, { grades }]) => [
		ladder,
		Object.fromEntries(Object.keys(grades).map((tier, place) => [tier, place]))
	])
);

/** An entry of a table by a name from outside: `constructor` and the like are none. */
const own = <T>(table: Record<string, T>, name: string): T | undefined =>
	Object.hasOwn(table, name) ? table[name] : undefined;

/** The grade of a ladder that a certificate can be issued for, or null. */
export const findGrade = (ladder: string, tier: string): CertificateGrade | null =>
	own(own(certificateLadders, ladder)?.grades ?? {}, tier) ?? null;

/** The names of a grade's certificates; null where none are issued for it. */
export function namesOfGrade(ladder: string, tier: string): KindNames | null {
	const grade = findGrade(ladder, tier);
	return grade && { letter: grade.letter, ladderName: ladderName(ladder), grade: grade.name };
}

/** Whether a certificate rests on completing a module: its tier is the module's code. */
export const isModuleLadder = (ladder: string): boolean => Object.hasOwn(moduleLadders, ladder);

/** The names of the certificates of a module. */
export function namesOfModule(ladder: string, grade: LocalText): KindNames {
	const { letter, name } = moduleLadders[ladder as ModuleLadder];
	return { letter, ladderName: name, grade };
}

/** A tier's name for a page; its id when no ladder lists it. */
export const gradeName = (ladder: string, tier: string): LocalText =>
	findGrade(ladder, tier)?.name ?? { 'zh-CN': tier, en: tier };

export const ladderName = (ladder: string): LocalText =>
	own<{ name: LocalText }>({ ...certificateLadders, ...moduleLadders }, ladder)?.name ?? {
		'zh-CN': ladder,
		en: ladder
	};

/** The id of the kind of a ladder and a tier. */
export const kindId = (ladder: string, tier: string): string => `${ladder}.${tier}`;

/** Whether a certificate, while it counts, takes another's place: it lasts longer, for the same or a higher grade. */
export function succeeds(later: { status: string; printed: Graded }, earlier: { printed: Graded }): boolean {
	const [a, b] = [later.printed, earlier.printed];
	const ranks = gradeRanks[b.ladder] ?? {};
	const high = a.tier === b.tier || (ranks[a.tier] ?? -1) > (ranks[b.tier] ?? -1);
	const out = ['revoked', 'replaced', 'suspended'].includes(later.status);
	return !out && a.ladder === b.ladder && high && a.validTo > b.validTo;
}

interface Graded {
	ladder: string;
	tier: string;
	validTo: string;
}
