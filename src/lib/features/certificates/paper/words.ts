import type { IsoDate } from '$lib/shared/dates';
import type { LocalText } from '$lib/i18n/locales';

const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December'
];

/** A calendar date as it is printed: by our own rule, so that no version of a locale library changes a document. */
export function printedDate(date: IsoDate): LocalText {
	const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
	return { 'zh-CN': `${year}年${month}月${day}日`, en: `${day} ${MONTHS[month - 1]} ${year}` };
}

/** What stands on every certificate whatever its design. Not in the catalogues: a paper may carry both languages. */
export const paperWords = {
	number: { 'zh-CN': '证书编号', en: 'Certificate number' },
	exam: { 'zh-CN': '考试名称', en: 'Examination' },
	module: { 'zh-CN': '培训模块', en: 'Training module' },
	issuedOn: { 'zh-CN': '签发日期', en: 'Date of issue' },
	validTo: { 'zh-CN': '有效期至（含当日）', en: 'Valid to and including' },
	verify: { 'zh-CN': '扫码或输入网址查验', en: 'Scan, or type the address, to verify' },
	qrAlt: { 'zh-CN': '二维码，内容为查验网址：', en: 'QR code of the verification address: ' },
	seal: { 'zh-CN': '印章：', en: 'Seal: ' },
	signature: { 'zh-CN': '签名：', en: 'Signature: ' },
	revoked: { 'zh-CN': '已撤销', en: 'Revoked' },
	suspended: { 'zh-CN': '已暂停', en: 'Suspended' },
	replaced: { 'zh-CN': '已换发', en: 'Replaced' }
} satisfies Record<string, LocalText>;

/** What a template says of grades, said of certificates of a module; `grade` is what they are called. */
export interface ModuleWords {
	title: LocalText;
	statement: LocalText;
	note: LocalText;
}

const completion: ModuleWords = {
	title: { 'zh-CN': '培训证书', en: 'Certificate of completion' },
	statement: {
		'zh-CN': '已完成培训模块的学习并通过考核，特发此证',
		en: 'completed the training module named below and passed its check'
	},
	note: {
		'zh-CN': '本证书证明持证人完成了相应的培训，不代表任职资格。证书是否有效，以查验页面显示为准。',
		en: 'This certificate attests training and is not a qualification for a grade. Whether it is valid is as shown on the verification page.'
	}
};

const mentor: ModuleWords = {
	title: { 'zh-CN': '导师证书', en: 'Mentor certificate' },
	statement: {
		'zh-CN': '已完成导师培训模块的学习并通过考核，具备带教资格',
		en: 'completed the training module for mentors, passed its check, and is trained as'
	},
	note: {
		'zh-CN': '本证书证明持证人接受过导师培训，不等同于聘任。证书是否有效，以查验页面显示为准。',
		en: 'This certificate attests training as a mentor and is not an appointment. Whether it is valid is as shown on the verification page.'
	}
};

/** The words of a certificate of a module, by its ladder. */
export const moduleWords = (ladder: string): ModuleWords => (ladder === 'mentor' ? mentor : completion);
