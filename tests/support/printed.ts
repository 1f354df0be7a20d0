import type { PrintedCertificate } from '$lib/features/certificates/printed';

/** What a certificate says, for tests of its paper and its files. */
export const printed = {
	version: 1 as const,
	number: 'JH-M-26-7XK4M9Q-4R',
	holder: '林晓彤',
	ladder: 'bank',
	ladderName: { 'zh-CN': '银行客户经理序列', en: 'Bank customer manager ladder' },
	tier: 'manager',
	grade: { 'zh-CN': '客户经理', en: 'Customer Manager' },
	exam: { 'zh-CN': '2026年第一期客户经理资格考试', en: 'Customer Manager Exam, First Sitting 2026' },
	issuer: { 'zh-CN': '江海银行', en: 'Jianghai Bank' },
	issuedOn: '2026-03-01',
	validTo: '2028-02-29'
} satisfies PrintedCertificate;

const { exam: _exam, ...rest } = printed;

/** The same of a certificate that rests on a module, and of a mentor's. */
export const printedModule = {
	...rest,
	number: 'JH-T-26-7XK4M9Q-N5',
	...{ ladder: 'module', tier: 'law-rules-and-conduct' },
	ladderName: { 'zh-CN': '培训模块', en: 'Training module' },
	grade: { 'zh-CN': '合规与操守', en: 'Compliance and Conduct' },
	module: { 'zh-CN': '法规、制度与职业操守', en: 'Law, Rules and Conduct' }
} satisfies PrintedCertificate;
export const printedMentor = {
	...printedModule,
	number: 'JH-D-26-7XK4M9R-PT',
	...{ ladder: 'mentor', tier: 'how-to-mentor' },
	ladderName: { 'zh-CN': '导师资格', en: 'Mentor qualification' },
	grade: { 'zh-CN': '客户经理导师', en: 'Customer Manager Mentor' },
	module: { 'zh-CN': '怎样带教', en: 'How to Mentor' }
} satisfies PrintedCertificate;
