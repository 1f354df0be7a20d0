// `npm run audit:verify`: walks the whole audit log and ends with 1, naming the entry, where it is broken.
import { runTool, Stop } from './tool';
import { verifyAuditChain } from '$lib/features/audit/index.server';

const WHY = {
	gap: 'it is missing',
	link: 'it does not follow from the entry before it',
	content: 'its content was changed after it was written'
};

await runTool('audit:verify', async ({ db }) => {
	const state = await verifyAuditChain(db);
	if (!state.intact) {
		throw new Stop(
			`The audit log is broken at entry ${state.brokenAt}: ${WHY[state.why]}. The ${state.entries} before it are intact.`
		);
	}
	console.log(`The audit log is intact: ${state.entries} entries, head ${state.head}.`);
});
