// The faults of exam day: while candidates write against a real PostgreSQL and the built application, one thing after the
// other breaks; after each, records are compared. `npm run test:faults`, or in a short form as a part of `npm test`.
// `FAULTS_PEOPLE` (200) candidates; each fault lasts for `FAULTS_SECONDS` (120). `FAULTS_DISK=limit` fills no true disk.
import '../../src/cli/root.js';
import { writeFileSync } from 'node:fs';
import { table } from '../bench/table.js';
import { Day, until } from './day';
import { faults, wayToFill } from './faults';
import { compare, missing, readEnding } from './records';

const isWhole = process.argv.includes('--whole');
const people = Number(process.env['FAULTS_PEOPLE'] ?? (isWhole ? 200 : 24));
const seconds = Number(process.env['FAULTS_SECONDS'] ?? (isWhole ? 120 : 3));
/** What the server may take without giving it back: a shorter silence is none. */
const SILENCE_SECONDS = 15;
/** Of the database's disk. */
const DISK_MB = 512;

const rows: string[][] = [
	['', 'what happened', 'answers', 'lost or other', 'doubled', 'given back', 'not given', 'verdict']
];
const count = { passed: 0, failed: 0, skipped: 0 };
const verdict = (isMet: boolean) => {
	count[isMet ? 'passed' : 'failed']++;
	return isMet ? 'met' : 'MISSED';
};
const tell = () => console.log(`\n${table(rows)}\n`);

console.log(`${people} candidates write; each fault lasts for ${seconds} s …`);
const day = await Day.begin({
	...{ people, pace: isWhole ? 2_000 : 500 },
	disk: wayToFill() === 'disk' ? DISK_MB : null
});
for (const signal of ['SIGINT', 'SIGTERM'] as const)
	process.once(signal, () => void day.end().finally(() => process.exit(130)));
try {
	let before = 0;
	for (const { name, happen } of faults) {
		console.log(`${name} …`);
		const done = await happen(day, seconds);
		if ('skipped' in done) {
			count.skipped++;
			rows.push([name, `SKIPPED: ${done.skipped}`, '', '', '', '', '', 'skipped']);
			continue;
		}
		const found = await compare(day.query, day.writers);
		const [least, most] = found.given;
		const lost = Math.max(0, done.down / 1000 - (least - before));
		before = least;
		const differ = found.wrong + found.foreign + found.late + found.closed.length;
		const isMet =
			!differ &&
			!found.doubled &&
			!found.offClock &&
			lost <= SILENCE_SECONDS &&
			least === most &&
			found.acknowledged > 0;
		for (const why of new Set(found.closed)) console.log(`A window was closed: ${why}`);
		rows.push([
			...[name, done.what, `${found.acknowledged}`, `${differ}`, `${found.doubled} of ${found.attempts}`],
			...[
				`${most.toFixed(1)} s${found.offClock ? `, ${found.offClock} OFF` : ''}`,
				`${lost.toFixed(1)} s`,
				verdict(isMet)
			]
		]);
	}

	console.log('time is up …');
	await day.rest();
	const lost = await missing(day.query, day.writers);
	// In the short form the minute that late answers have is over already.
	const end = isWhole ? `now() + interval '2 seconds'` : `now() - interval '62 seconds'`;
	await day.query(`update attempts set ends_at = ${end}`);
	await until('everybody is handed in and marked', async () => {
		const { handedIn, marked } = await readEnding(day.query);
		return handedIn === people && marked === people;
	});
	const { handedIn, byServer, offEnd, marked, twice } = await readEnding(day.query);
	rows.push([
		...['time is up', `${byServer} of ${handedIn} handed in by the server, ${offEnd} not as of the end`],
		...[`${marked} marked`, `${lost} not brought`, `${twice} twice`, '', ''],
		verdict(!lost && !offEnd && !twice && byServer === people && marked === people)
	]);
} catch (error) {
	count.failed++;
	console.error(error, `\n${day.site.log().slice(-4000)}`);
} finally {
	await day.end();
}
tell();
const report = process.env['JINJIE_REPORT'];
if (report) writeFileSync(report, JSON.stringify(count));
process.exit(count.failed ? 1 : 0);
