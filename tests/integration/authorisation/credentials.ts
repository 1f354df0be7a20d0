import { can, mayAnywhere, reachesOf } from '$lib/access/can';
import { design, formOf } from '../certificates/given';
import type { Route, Who } from './table';

const reads = ({ actor, side, about }: Who) =>
	can(actor, 'certificates.certificate.read', { personId: about.id, unitPath: side.unit.path }).ok;
/** Only the holder shares. */
const holds = ({ position }: Who) => position === 'own';
const manages = ({ actor }: Who) => mayAnywhere(actor, 'certificates.key.manage');
const designs = ({ actor }: Who) => mayAnywhere(actor, 'certificates.template.publish');
const lends = ({ actor }: Who) => mayAnywhere(actor, 'certificates.token.manage');
const checks = ({ actor }: Who) =>
	reachesOf(actor, 'certificates.certificate.read').some(({ reach }) => reach !== 'self');
/** What the scene saved. */
const TEMPLATE = '1';
const password = 'a passphrase of somebody';
const credential: Route = {
	GET: { may: reads, params: (side) => ({ id: side.trainee.certificateId }) }
};

export const credentialRoutes: Record<string, Route> = {
	'/(public)/[x+2e]well-known/did.json': { GET: { may: 'open' } },
	'/(public)/status-lists/[number]': { GET: { may: 'open', params: () => ({ number: '1' }) } },
	'/(app)/certificates/[id]/credential.json': credential,
	'/(app)/certificates/[id]/credential.jwt': credential,
	'/(app)/certificates/[id]/share': {
		load: { may: holds, params: (side) => ({ id: side.trainee.certificateId }) },
		create: {
			may: holds,
			params: (side) => ({ id: side.trainee.certificateId }),
			form: () => ({ endsOn: '2026-04-30' })
		},
		end: {
			may: holds,
			params: (side) => ({ id: side.trainee.certificateId }),
			form: (side) => ({ shareId: side.trainee.shareId })
		}
	},
	'/(public)/shared/[token]': {
		load: { may: 'open', params: (side) => ({ token: side.trainee.shareToken }) }
	},
	'/(public)/shared/[token]/[file]': {
		GET: { may: 'open', params: (side) => ({ token: side.trainee.shareToken, file: 'json' }) }
	},
	'/(public)/verify/file': {
		load: { may: 'open' },
		check: { may: 'open', form: () => ({ file: new File(['x'], 'x.json') }) }
	},
	'/api/v1/certificates/[number]': { GET: { may: 'open', params: () => ({ number: 'x' }) } },
	'/api/v1/certificates/files/[sha256]': {
		GET: { may: 'open', params: () => ({ sha256: '0'.repeat(64) }) }
	},
	'/(staff)/staff/certificates/check': {
		load: { may: checks },
		check: { may: checks, form: () => ({ file: new File(['number,name\nX,Y'], 'x.csv') }) }
	},
	'/(staff)/staff/certificates/templates': {
		load: { may: designs },
		save: { may: designs, form: () => formOf(design) },
		// Nothing was saved.
		publish: {
			may: designs,
			form: () => ({ savedAt: '2026-03-01T02:00:00.000Z', reason: '换了新标志。' }),
			conflicts: true
		}
	},
	'/(staff)/staff/certificates/templates/[version]/pdf': {
		GET: { may: designs, params: () => ({ version: TEMPLATE }) }
	},
	'/(staff)/staff/certificates/templates/[version]/[which]': {
		GET: { may: designs, params: () => ({ version: TEMPLATE, which: 'seal' }) }
	},
	'/(staff)/staff/certificates/tokens': {
		load: { may: lends },
		issue: { may: lends, form: () => ({ name: '信贷系统' }) },
		// Nobody has made any.
		revoke: { may: lends, form: (side) => ({ tokenId: side.trainee.certificateId }), conflicts: true }
	},
	// A token is asked for, and no session.
	'/api/v1/holdings': { GET: { may: 'open' } },
	'/(staff)/staff/certificates/keys': {
		load: { may: manages },
		rotate: { may: manages },
		export: { may: manages, form: () => ({ password }) },
		// The file is none.
		import: {
			may: manages,
			form: () => ({ password, file: new File(['{}'], 'keys.json') }),
			conflicts: true
		}
	}
};
