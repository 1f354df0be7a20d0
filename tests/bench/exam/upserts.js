// What saves are compared with: a node:http server that upserts one row for each request, one commit each, by postgres.js.
// `node upserts.js <database url> <connections>`; says the port that it listens on.
import { createServer } from 'node:http';
import postgres from 'postgres';

const [url = '', connections = '64'] = process.argv.slice(2);
const sql = postgres(url, { max: Number(connections), onnotice: () => {} });
await sql`create table if not exists plain_answers (attempt uuid, position int, seq int, given jsonb, flagged boolean,
	saved_at timestamptz, primary key (attempt, position))`;

const server = createServer((request, response) => {
	let text = '';
	request.on('data', (chunk) => (text += chunk));
	request.on('end', async () => {
		const { attempt, position, seq, given } = JSON.parse(text);
		await sql`insert into plain_answers values (${attempt}, ${position}, ${seq}, ${JSON.stringify(given)}::text::jsonb, false, ${new Date()})
			on conflict (attempt, position) do update set seq = excluded.seq, given = excluded.given,
				flagged = excluded.flagged, saved_at = excluded.saved_at`;
		response.setHeader('content-type', 'application/json').end('{"saved":true}');
	});
});
server.listen(0, '127.0.0.1', () => {
	const address = /** @type {import('node:net').AddressInfo} */ (server.address());
	console.log(`ready ${address.port}`);
});
process.once('SIGTERM', () => process.exit(0));
