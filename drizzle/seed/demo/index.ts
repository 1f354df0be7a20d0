import { hashPassword } from '$lib/features/people/passwords.server';
import { accounts, organisation, people, roleGrants, units as unitTable } from '$lib/features/people/tables.server';
import type { DatabaseHandle } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { cast, DEMO_PASSWORD, organisationName, units } from './cast';

/** Fills an empty database with the demo organisation; does nothing when one is there. */
export async function seedDemo({ db }: Pick<DatabaseHandle, 'db'>, options: { log: (line: string) => void }): Promise<void> {
	if ((await db.select().from(organisation).limit(1)).length) return;
	options.log('Seeding the demo …');
	const now = new Date('2023-11-01T01:00:00Z');
	const passwordHash = await hashPassword(DEMO_PASSWORD);
	await db.transaction(async (tx) => {
		await tx.insert(organisation).values(organisationName);
		const known = new Map<string, { id: string; path: string }>();
		for (const { parent, ...unit } of units) {
			const above = parent ? known.get(parent) : undefined;
			const row = { id: newId(now), path: `${above?.path ?? ''}${unit.code}/` };
			known.set(unit.code, row);
			await tx.insert(unitTable).values({ ...unit, ...row, parentId: above?.id ?? null, createdAt: now });
		}
		for (const { roles, unit, shownAs: _shownAs, ...person } of cast) {
			const id = newId(now);
			await tx.insert(people).values({ ...person, id, unitId: known.get(unit)!.id, createdAt: now });
			await tx.insert(accounts).values({ personId: id, passwordHash, mustChange: false, changedAt: now });
			for (const role of roles) {
				await tx.insert(roleGrants).values({ id: newId(now), personId: id, role, validFrom: '2023-11-01', grantedAt: now });
			}
		}
	});
}

/** The lines that tell a newcomer how to get in. */
export function demoSignIns(): string[] {
	const shown = cast.filter((member) => member.shownAs);
	return [
		`Demo sign-ins (password ${DEMO_PASSWORD}):`,
		...shown.map((member) => `  ${member.employeeNo}  ${member.name}  ${member.shownAs}`),
		''
	];
}
