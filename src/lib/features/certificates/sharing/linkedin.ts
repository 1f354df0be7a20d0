import { localText, type Locale } from '$lib/i18n/locales';
import type { PrintedCertificate } from '../printed';

/** What LinkedIn asks of a certificate, by the names of its fields. */
export interface ProfileFields {
	name: string;
	organizationName: string;
	issueYear: string;
	issueMonth: string;
	expirationYear: string;
	expirationMonth: string;
	certUrl: string;
	certId: string;
}

/** A certificate as LinkedIn's form asks for it. `address` is where others check it. */
export function profileFields(printed: PrintedCertificate, address: string, locale: Locale): ProfileFields {
	const [issueYear = '', issueMonth = ''] = printed.issuedOn.split('-');
	const [expirationYear = '', expirationMonth = ''] = printed.validTo.split('-');
	return {
		name: localText(printed.grade, locale),
		organizationName: localText(printed.issuer, locale),
		...{ issueYear, issueMonth: String(Number(issueMonth)) },
		...{ expirationYear, expirationMonth: String(Number(expirationMonth)) },
		...{ certUrl: address, certId: printed.number }
	};
}

/** The address that opens LinkedIn's form, filled in: a plain link, for LinkedIn to honour or not. */
export const profileAddress = (fields: ProfileFields): string =>
	`https://www.linkedin.com/profile/add?${new URLSearchParams({ startTask: 'CERTIFICATION_NAME', ...fields })}`;
