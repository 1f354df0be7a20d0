import { locales, type LocalText, type Locale } from '$lib/i18n/locales';

/** Somebody who signs, as it stands on the paper. */
export interface Signature {
	name: string;
	office: LocalText;
	/** The file with the picture of the signature, if there is one. */
	picture: string | null;
}

/** How certificates look: whatever on the paper is not a fact about this one. */
export interface Design {
	languages: Locale | 'both';
	orientation: 'landscape' | 'portrait';
	title: LocalText;
	/** Between the name and the grade; with `placeholders`. */
	statement: LocalText;
	/** At the foot; with `placeholders`. */
	note: LocalText;
	/** As `#rrggbb`: of frame, issuer and grade, and its shade behind the text. */
	accent: string;
	wash: string;
	/** The file with the picture of the seal, if there is one. */
	seal: string | null;
	/** At most `SIGNATURES`. */
	signatures: Signature[];
}

/** The design of certificates that were issued before there were templates, and where there is none yet. */
export const FIRST_DESIGN: Design = {
	languages: 'both',
	orientation: 'landscape',
	title: { 'zh-CN': '资格证书', en: 'Certificate of qualification' },
	statement: {
		'zh-CN': '已通过本机构统一组织的资格考试，具备以下等级的任职资格',
		en: 'has passed the qualification examination held by this organisation and is qualified for the grade of'
	},
	note: {
		'zh-CN': '本证书证明持证人具备相应等级的任职资格，不等同于聘任。证书是否有效，以查验页面显示为准。',
		en: 'This certificate attests qualification for the grade and is not an appointment. Whether it is valid is as shown on the verification page.'
	},
	accent: '#0e6a66',
	wash: '#eaf3f1',
	seal: null,
	signatures: []
};

export const SIGNATURES = 2;

/** What a statement or a note may name in braces: it stands there as the certificate says it. */
export const placeholders = ['issuer', 'exam', 'ladder', 'grade'] as const;
export type Placeholder = (typeof placeholders)[number];

/** A text with its placeholders filled in, in both languages. */
export const fillIn = (text: LocalText, values: Record<Placeholder, LocalText>): LocalText => {
	const filled = (locale: Locale) =>
		text[locale].replace(/\{(\w+)\}/g, (whole, name: Placeholder) => values[name]?.[locale] ?? whole);
	return { 'zh-CN': filled('zh-CN'), en: filled('en') };
};

/** The languages that a design prints, the main one first. */
export const languagesOf = ({ languages }: Pick<Design, 'languages'>): readonly Locale[] =>
	languages === 'both' ? locales : [languages];
