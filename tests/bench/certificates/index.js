// Certificates: what issuing them takes, what signing their credentials takes, how large a list of revoked ones is, and how many
// look-ups a second the public page answers.
import { join } from 'node:path';

const [BADGES, ISSUED, REVOKED] = [1000, 13_000, 1300];
/**
 * Milliseconds to build and sign a status list; its bytes. Certificates issued in a second, memory at the end of what it was
 * after a quarter, requests of the checking page per second of a bare page's.
 */
const LIMITS = { resign: 100, listBytes: 15_000, perSecond: 20, growth: 1.2, ofBarePage: 0.4 };
/** Visitors from so many addresses look certificates up. */
const ADDRESSES = 2000;

/**
 * Measures, and gives rows of name, measured, limit and whether it was met.
 * @param {{ root: string, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchCredentials({ root, measure }) {
	console.log(`${BADGES} credentials, a list of ${ISSUED} with ${REVOKED} revoked …`);
	const found = await measure([
		...['--import', 'tsx', join(root, 'tests/bench/certificates/credentials.ts')],
		...[BADGES, ISSUED, REVOKED].map(String)
	]);
	const ms = (/** @type {number} */ value) => `${value.toFixed(1)} ms`;
	const list = `a status list with ${REVOKED} of ${ISSUED} revoked`;
	return [
		{
			name: 'a credential as JSON, signed',
			measured: `${ms(found.document)}, ${found.badgeBytes} bytes`,
			limit: '',
			met: null
		},
		{ name: 'the same as a token', measured: ms(found.token), limit: '', met: null },
		{ name: 'checking one without a network', measured: ms(found.check), limit: '', met: null },
		{ name: 'the most memory in all of it', measured: `${found.megabytes} MB`, limit: '', met: null },
		{
			name: `${list}: built and signed`,
			measured: ms(found.resign),
			limit: `<= ${LIMITS.resign} ms`,
			met: found.right && found.resign <= LIMITS.resign
		},
		{
			name: `${list}: signed, size`,
			measured: `${found.listBytes} bytes`,
			limit: `<= ${LIMITS.listBytes}`,
			met: found.right && found.listBytes <= LIMITS.listBytes
		}
	];
}

/**
 * Issues by the application's own jobs on a database of its own.
 * @param {{ root: string, url: string, measure: (args: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchIssuing({ root, url, measure }) {
	console.log(`Issuing ${BADGES} certificates …`);
	const program = join(root, 'tests/bench/certificates/issue.ts');
	const found = await measure(['--import', 'tsx', program, url, String(BADGES)]);
	const total = found.records + found.files;
	const perSecond = BADGES / total;
	const isWhole = found.made === BADGES && found.kept === 3 * BADGES && found.intact === found.checked;
	const each = (/** @type {number} */ seconds) => (seconds * 1000) / BADGES;
	const [early, late] = found.megabytes;
	const part = (/** @type {number} */ ms) => `${ms.toFixed(1)} ms, ${((100 * ms) / each(total)).toFixed(0)}%`;
	const rest = each(found.files) - found.document - found.token - found.pdf;
	const row = (/** @type {string} */ name, /** @type {number} */ ms) => ({
		...{ name: `of it each: ${name}`, measured: part(ms), limit: '', met: null }
	});
	return [
		{
			name: `${BADGES} certificates issued by job: record, both credentials, PDF`,
			measured: `${perSecond.toFixed(1)} per s (${total.toFixed(1)} s)`,
			limit: `>= ${LIMITS.perSecond} per s`,
			met: isWhole && perSecond >= LIMITS.perSecond
		},
		row('the record, its round, notice and audit', each(found.records)),
		row('the credential as JSON', found.document),
		row('the credential as a token', found.token),
		row('the PDF', found.pdf),
		row('places in a list, reading and writing', rest),
		{
			name: 'memory at the end, of that after a quarter',
			measured: `${(late / early).toFixed(2)} (${early} MB, ${late} MB)`,
			limit: `<= ${LIMITS.growth}`,
			met: late / early <= LIMITS.growth
		}
	];
}

/**
 * Ways to write one number, which mean the same and are pages of their own. @param {string} number @param {number} count
 * @returns {string[]}
 */
const spellings = (number, count) =>
	Array.from({ length: count }, (_, i) =>
		[...number.replaceAll('-', '')].map((sign, at) => ((i >> at) & 1 ? `${sign}-` : sign)).join('')
	);

/**
 * The public page of a certificate, asked for by visitors from many addresses, as each has a limit of its own.
 * @param {{ site: string, bare: string, number: string, load: (url: string, cookie?: string, addresses?: number, paths?: string[]) => Promise<any> }} bench
 * @returns {Promise<{ name: string, measured: string, limit: string, met: boolean | null }[]>}
 */
export async function benchChecking({ site, bare, number, load }) {
	const page = `${site}/verify/${number}`;
	const anew = spellings(number, ADDRESSES).map((spelling) => `/verify/${spelling}`);
	const before = await load(bare);
	const found = await load(page, undefined, ADDRESSES);
	const between = await load(bare);
	const drawn = await load(page, undefined, ADDRESSES, anew);
	const after = await load(bare);
	const ratio = (/** @type {any} */ a, /** @type {any} */ b, /** @type {any} */ c) =>
		(2 * b.perSecond) / (a.perSecond + c.perSecond);
	const said = (/** @type {any} */ { perSecond, p95 }, /** @type {number} */ share) =>
		`${share.toFixed(3)} (${perSecond.toFixed(0)} per s, p95 ${p95.toFixed(1)} ms)`;
	const share = ratio(before, found, between);
	return [
		{
			name: 'the checking page, of a bare SvelteKit page',
			measured: said(found, share),
			limit: `>= ${LIMITS.ofBarePage}`,
			met: found.other === 0 && share >= LIMITS.ofBarePage
		},
		{
			name: `the same, a page that nobody looked at before`,
			measured: drawn.other ? `${drawn.other} not 200` : said(drawn, ratio(between, drawn, after)),
			limit: '',
			met: null
		}
	];
}
