import type { Actor } from '$lib/access/can';
import type { RoleName } from '$lib/access/roles';
import { hashPassword } from '$lib/features/people/passwords.server';
import { accounts, organisation, people, roleGrants, units } from '$lib/features/people/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from './database';

/** Before any time that a test uses, so that what stands here was always so. */
const LONG_AGO = new Date('2020-01-01T00:00:00Z');

export interface GivenUnit {
	id: string;
	code: string;
	path: string;
	parentId: string | null;
}

export interface GivenPerson {
	id: string;
	name: string;
	employeeNo: string;
	unit: GivenUnit;
	actor: Extract<Actor, { kind: 'person' }>;
}

/** The root unit `HQ` and the organisation, made at first use. */
export function givenRoot(world: World): Promise<GivenUnit> {
	const known = world.made.get('root') as Promise<GivenUnit> | undefined;
	if (known) return known;
	const made = (async () => {
		await world.db
			.insert(organisation)
			.values({ nameZh: '测试银行', nameEn: 'Test Bank' })
			.onConflictDoNothing();
		const unit = { id: newId(LONG_AGO), code: 'HQ', path: 'HQ/', parentId: null };
		await world.db
			.insert(units)
			.values({ ...unit, kind: 'headOffice', nameZh: '总行', nameEn: 'Head Office', createdAt: LONG_AGO });
		return unit;
	})();
	world.made.set('root', made);
	return made;
}

/** A unit below `parent`, or a branch below the root. */
export async function givenUnit(
	world: World,
	options: { code?: string; parent?: GivenUnit; nameZh?: string; nameEn?: string } = {}
): Promise<GivenUnit> {
	const root = await givenRoot(world);
	const parent = options.parent ?? root;
	const code = options.code ?? `U${++world.counter}`;
	const unit = { id: newId(LONG_AGO), code, path: `${parent.path}${code}/`, parentId: parent.id };
	await world.db.insert(units).values({
		...unit,
		kind: parent === root ? 'branch' : 'outlet',
		nameZh: options.nameZh ?? `${code}机构`,
		nameEn: options.nameEn ?? `Unit ${code}`,
		createdAt: LONG_AGO
	});
	return unit;
}

export interface PersonOptions {
	/** Default: trainee. */
	roles?: readonly RoleName[];
	/** Default: one branch that all people of a test file without a unit share. */
	unit?: GivenUnit;
	/** The unit that the roles are held in; default: the whole organisation. */
	roleUnit?: GivenUnit;
	name?: string;
	employeeNo?: string;
	email?: string | null;
	post?: string;
	bornOn?: string | null;
	hiredOn?: string;
	status?: 'active' | 'suspended' | 'left';
	/** Makes an account; takes some 30 ms. */
	password?: string;
	mustChange?: boolean;
}

/** A person with grants in force since 2020, written directly: no audit entry, no notification. */
export async function givenPerson(world: World, options: PersonOptions = {}): Promise<GivenPerson> {
	const unit = options.unit ?? (await sharedUnit(world));
	const number = ++world.counter;
	const person = {
		id: newId(LONG_AGO),
		name: options.name ?? `测试员${number}`,
		employeeNo: options.employeeNo ?? `T${String(number).padStart(4, '0')}`
	};
	await world.db.insert(people).values({
		...person,
		unitId: unit.id,
		email: options.email ?? null,
		post: options.post ?? '客户经理',
		bornOn: options.bornOn ?? null,
		hiredOn: options.hiredOn ?? '2020-01-01',
		status: options.status ?? 'active',
		createdAt: LONG_AGO
	});
	const roles = options.roles ?? ['trainee'];
	if (roles.length) {
		await world.db.insert(roleGrants).values(
			roles.map((role) => ({
				id: newId(LONG_AGO),
				personId: person.id,
				role,
				unitId: options.roleUnit?.id ?? null,
				validFrom: '2020-01-01',
				grantedAt: LONG_AGO
			}))
		);
	}
	if (options.password !== undefined) {
		await world.db.insert(accounts).values({
			personId: person.id,
			passwordHash: await hashPassword(options.password),
			mustChange: options.mustChange ?? false,
			changedAt: LONG_AGO
		});
	}
	const grants = roles.map((role) => ({ role, unitPath: options.roleUnit?.path ?? null }));
	return { ...person, unit, actor: { kind: 'person', personId: person.id, name: person.name, grants } };
}

function sharedUnit(world: World): Promise<GivenUnit> {
	const known = world.made.get('unit') as Promise<GivenUnit> | undefined;
	if (known) return known;
	const made = givenUnit(world);
	world.made.set('unit', made);
	return made;
}
