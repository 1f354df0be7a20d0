// `npm run mentoring:verify [-- pairing]`: recomputes the signatures of every pairing, or of one, with what they cover
// (agreements, sessions, pictures), and ends with 1, naming each row that is not as it was signed.
import { runTool, Stop } from './tool';
import { verifyAllChains } from '$lib/features/mentoring/index.server';
import { isId } from '$lib/shared/ids';

const WHY = {
	gap: 'a signature before it is missing',
	link: 'it does not follow the signature before it',
	signature: 'it was changed after it was signed',
	content: 'it was changed after it was signed',
	unsigned: 'nobody signed it'
};

await runTool('mentoring:verify', async ({ db }) => {
	const only = process.argv[2] ?? null;
	if (only !== null && !isId(only)) throw new Stop(`${only} is not the id of a pairing.`);
	const { chains, signatures, broken } = await verifyAllChains(db, only);
	if (only !== null && !chains) throw new Stop(`There is no pairing ${only}.`);
	for (const { pairingId, chain } of broken) {
		const { table, id, position } = chain.row;
		const where = position === null ? '' : `, at signature ${position}`;
		console.error(`pairing ${pairingId}: ${table} ${id}${where}: ${WHY[chain.why]}.`);
	}
	const what = `${chains} pairings with ${signatures} signatures`;
	if (broken.length) throw new Stop(`Verified ${what}: ${broken.length} are broken.`);
	console.log(`Verified ${what}: every row is as it was signed.`);
});
