// `npm run admin:create`: the first administrator of a real installation, with the organisation and its root unit
// where they are absent. Asks on a terminal, or takes flags.
import { runTool, Stop } from './tool';
import { createInterface, type Interface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import {
	countHolders,
	createPerson,
	createUnit,
	foundOrganisation,
	grantRole,
	listUnits,
	resetPassword
} from '$lib/features/people/index.server';
import { createPersonSchema, createUnitSchema } from '$lib/features/people';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { dateIn } from '$lib/shared/dates';
import { fieldErrors } from '$lib/shared/form';

const USAGE = `npm run admin:create -- [--name 李华] [--employee-no A0001] [--email a@b.example]
    [--organisation 江海银行] [--organisation-en "Jianghai Bank"] [--unit HQ] [--another]

Makes the first administrator and prints a password to be used once. What is not given is asked for on a terminal.
--another makes one more although an administrator exists.`;

const text = { type: 'string' } as const;
const yes = { type: 'boolean' } as const;
const { values: flags } = parseArgs({
	options: {
		...{ name: text, 'employee-no': text, email: text, post: text, another: yes, help: yes },
		...{ organisation: text, 'organisation-en': text, unit: text }
	}
});
if (flags.help) {
	console.log(USAGE);
	process.exit(0);
}

let terminal: Interface | undefined;
type Flag = Exclude<keyof typeof flags, 'another' | 'help'>;

/** The flag's value, or the answer to a question; `fallback` when neither says anything. */
async function ask(flag: Flag, question: string, fallback?: string): Promise<string> {
	const given = flags[flag];
	if (given !== undefined) return given;
	if (process.stdin.isTTY) {
		terminal ??= createInterface({ input: process.stdin, output: process.stdout });
		const answer = (await terminal.question(`${question}${fallback ? ` [${fallback}]` : ''}: `)).trim();
		if (answer) return answer;
	}
	if (fallback !== undefined) return fallback;
	throw new Stop(`--${flag} is missing.\n\n${USAGE}`);
}

/** The id of the root unit, made with the organisation when there is none. */
async function rootUnit(ctx: Context): Promise<string> {
	const [root] = await listUnits(ctx);
	if (root) return root.id;
	const nameZh = await ask('organisation', 'Name of the organisation in Chinese');
	const nameEn = await ask('organisation-en', 'Name of the organisation in English', nameZh);
	const code = await ask('unit', 'Code of its head office', 'HQ');
	const unit = createUnitSchema.safeParse({ parentId: null, kind: 'headOffice', code, nameZh, nameEn });
	if (!unit.success) throw invalid('app.form', fieldErrors(unit.error));
	await foundOrganisation(ctx, { nameZh, nameEn });
	return (await createUnit(ctx, unit.data)).id;
}

await runTool('admin:create', async (outer) => {
	if ((await countHolders(outer, 'administrator')) > 0 && !flags.another) {
		throw new Stop('There is an administrator already. To make one more, add --another.');
	}
	const today = dateIn(outer.now);
	const name = await ask('name', 'Name of the administrator');
	const employeeNo = await ask('employee-no', 'Employee number');
	const email = await ask('email', 'E-mail (may be left empty)', '');
	// All of it or nothing: each command's own transaction is a part of this one.
	const made = await withTransaction(outer, async (tx) => {
		const ctx = { ...outer, db: tx };
		const unitId = await rootUnit(ctx);
		const post = flags.post ?? '系统管理员';
		const person = createPersonSchema.safeParse({ name, employeeNo, email, unitId, post, hiredOn: today });
		if (!person.success) throw invalid('app.form', fieldErrors(person.error));
		const { id } = await createPerson(ctx, person.data);
		await grantRole(ctx, { personId: id, role: 'administrator', validFrom: today });
		const { oneTimePassword } = await resetPassword(ctx, { personId: id });
		return { employeeNo: person.data.employeeNo, oneTimePassword };
	});
	terminal?.close();
	console.log(
		`\nAdministrator ${name} can sign in.\n  Employee number: ${made.employeeNo}\n  Password, to be changed at once: ${made.oneTimePassword}`
	);
});
