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

/** What stands on every certificate. The paper carries both languages, so it is not in the catalogues of either. */
export const paperWords = {
	title: { 'zh-CN': '资格证书', en: 'Certificate of qualification' },
	passed: {
		'zh-CN': '已通过本机构统一组织的资格考试，具备以下等级的任职资格',
		en: 'has passed the qualification examination held by this organisation and is qualified for the grade of'
	},
	number: { 'zh-CN': '证书编号', en: 'Certificate number' },
	exam: { 'zh-CN': '考试名称', en: 'Examination' },
	issuedOn: { 'zh-CN': '签发日期', en: 'Date of issue' },
	validTo: { 'zh-CN': '有效期至（含当日）', en: 'Valid to and including' },
	verify: { 'zh-CN': '扫码或输入网址查验', en: 'Scan, or type the address, to verify' },
	note: {
		'zh-CN': '本证书证明持证人具备相应等级的任职资格，不等同于聘任。证书是否有效，以查验页面显示为准。',
		en: 'This certificate attests qualification for the grade and is not an appointment. Whether it is valid is as shown on the verification page.'
	},
	qrAlt: { 'zh-CN': '二维码，内容为查验网址：', en: 'QR code of the verification address: ' },
	revoked: { 'zh-CN': '已撤销', en: 'Revoked' }
} satisfies Record<string, LocalText>;
