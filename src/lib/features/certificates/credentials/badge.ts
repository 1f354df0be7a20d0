import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { groundOf } from '../ground';
import type { PrintedCertificate } from '../printed';
import type { Did } from './did';
import type { StatusEntry } from './status';

export const CREDENTIALS_CONTEXT = 'https://www.w3.org/ns/credentials/v2';
export const BADGES_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
/** Without it the type of the schema's validator has no meaning, and nothing is signed. */
export const EXTENSIONS_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json';
const SCHEMA =
	'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json';

/** A holder's e-mail address as a stranger who knows it can check it, and nobody else can read it. */
export interface HashedIdentity {
	/** `sha256$` and the hexadecimal SHA-256 of the address followed by the salt. */
	hash: string;
	salt: string;
}

export interface Badge {
	/** `https://…`, without a slash at its end. */
	origin: string;
	issuer: Did;
	/** The certificate's id, a UUID. */
	id: string;
	printed: PrintedCertificate;
	identity: HashedIdentity | null;
	status: StatusEntry;
}

/** Both languages in one text: badges know no text in several. */
const both = (text: LocalText): string =>
	text['zh-CN'] === text.en ? text.en : `${text['zh-CN']} / ${text.en}`;

/** How a certificate of a module was earned. */
const completed = (module: LocalText): LocalText => ({
	'zh-CN': `完成培训模块“${module['zh-CN']}”并通过考核`,
	en: `Completed the training module “${module.en}” and passed its check`
});

/** The organisation's days begin and end in China. */
const startOf = (day: IsoDate) => `${day}T00:00:00+08:00`;
const endOf = (day: IsoDate) => `${day}T23:59:59+08:00`;

/**
 * A certificate as an Open Badges 3.0 achievement credential on Verifiable Credentials 2.0, before it is signed (OB 3.0, B.1;
 * field 1.9). It says what the paper says but the holder's name: a file goes from hand to hand, and the address's hash tells
 * whoever knows the holder. The same certificate gives the same document.
 */
export function badgeOf({ origin, issuer, id, printed, identity, status }: Badge) {
	const { number, ladder, tier, ladderName, grade } = printed;
	const { by, title } = groundOf(printed);
	return {
		'@context': [CREDENTIALS_CONTEXT, BADGES_CONTEXT, EXTENSIONS_CONTEXT],
		id: `${origin}/credentials/${id}`,
		type: ['VerifiableCredential', 'OpenBadgeCredential'],
		name: `${both(grade)} ${number}`,
		issuer: { id: issuer, type: ['Profile'], name: both(printed.issuer), url: origin },
		validFrom: startOf(printed.issuedOn),
		validUntil: endOf(printed.validTo),
		credentialSubject: {
			type: ['AchievementSubject'],
			...(identity && {
				identifier: [
					{
						type: 'IdentityObject',
						hashed: true,
						identityHash: identity.hash,
						identityType: 'emailAddress',
						salt: identity.salt
					}
				]
			}),
			licenseNumber: number,
			achievement: {
				id: `${origin}/achievements/${ladder}/${tier}`,
				type: ['Achievement'],
				// A module's says that it was completed; grades and mentors are qualified.
				achievementType: ladder === 'module' ? 'CertificateOfCompletion' : 'Certification',
				name: both(grade),
				description: `${both(ladderName)}: ${both(grade)}`,
				criteria: { narrative: both(by === 'exam' ? title : completed(title)) }
			}
		},
		credentialSchema: [{ id: SCHEMA, type: '1EdTechJsonSchemaValidator2019' }],
		credentialStatus: status
	};
}
export type BadgeCredential = ReturnType<typeof badgeOf>;
