import { z } from 'zod';
import { roleNames } from '$lib/access/roles';
import { id, isoDate, key, optionalDate, requiredText } from '$lib/shared/form';

export const signInSchema = z.object({
	name: z.string().trim().min(1, key('app.field.required')).max(200),
	password: z.string().min(1, key('app.field.required')).max(500)
});
export type SignIn = z.infer<typeof signInSchema>;

/** A ticked box of a form, or a boolean of a caller in code. */
const tick = z
	.union([z.boolean(), z.string()])
	.optional()
	.transform((value) => value === true || value === 'on' || value === 'true');

const optionalId = z
	.union([z.literal('').transform(() => null), id, z.null(), z.undefined().transform(() => null)])
	.default(null);

const employeeNo = z
	.string(key('app.field.required'))
	.trim()
	.min(1, key('app.field.required'))
	.regex(/^[A-Za-z0-9-]{2,20}$/, key('people.person.employee_no_form'))
	.transform((value) => value.toUpperCase());

const email = z
	.union([z.literal('').transform(() => null), z.null(), z.email(key('people.person.email_form')).max(200)])
	.optional()
	.transform((value) => value?.toLowerCase() ?? null);

const personFields = {
	employeeNo,
	name: requiredText(60),
	email,
	unitId: id,
	post: requiredText(60),
	bornOn: optionalDate,
	hiredOn: isoDate
};

export const createPersonSchema = z.object({
	...personFields,
	/** Whether the person starts as a trainee at once. */
	trainee: tick
});
export type CreatePerson = Omit<z.infer<typeof createPersonSchema>, 'trainee' | 'bornOn' | 'email'> & {
	email?: string | null;
	bornOn?: string | null;
	trainee?: boolean;
};

export const updatePersonSchema = z.object({
	...personFields,
	personId: id,
	/** The version that the form was opened on. */
	version: z.coerce.number(key('app.field.number')).int(key('app.field.number'))
});
export type UpdatePerson = z.infer<typeof updatePersonSchema>;

export const personReasonSchema = z.object({ personId: id, reason: requiredText(500) });
export type PersonReason = z.infer<typeof personReasonSchema>;

export const recordDepartureSchema = z.object({
	personId: id,
	/** The last day in the organisation's service. */
	lastDay: isoDate,
	reason: requiredText(500)
});
export type RecordDeparture = z.infer<typeof recordDepartureSchema>;

export const createUnitSchema = z.object({
	parentId: optionalId,
	kind: z.enum(['headOffice', 'branch', 'outlet'], key('app.field.choice')),
	code: z
		.string(key('app.field.required'))
		.trim()
		.transform((code) => code.toUpperCase())
		.pipe(z.string().regex(/^[A-Z0-9]{2,20}$/, key('people.unit.code_form'))),
	nameZh: requiredText(80),
	nameEn: requiredText(80)
});
export type CreateUnit = z.infer<typeof createUnitSchema>;

export const setUnitHeadSchema = z.object({
	unitId: id,
	/** Employee number; empty: nobody. */
	employeeNo: z
		.string()
		.trim()
		.max(20, key('app.field.too_long'))
		.transform((value) => value.toUpperCase() || null)
		.nullable()
});
export type SetUnitHead = z.infer<typeof setUnitHeadSchema>;

export const grantRoleSchema = z.object({
	personId: id,
	role: z.enum(roleNames, key('app.field.choice')),
	/** Null: the whole organisation. */
	unitId: optionalId,
	validFrom: isoDate,
	validTo: optionalDate
});
export type GrantRole = Omit<z.infer<typeof grantRoleSchema>, 'unitId' | 'validTo'> & {
	unitId?: string | null;
	validTo?: string | null;
};

export const revokeRoleSchema = z.object({ grantId: id });
export type RevokeRole = z.infer<typeof revokeRoleSchema>;

const newPassword = z
	.string(key('app.field.required'))
	.min(1, key('app.field.required'))
	.max(500, key('app.field.too_long'));

export const setPasswordSchema = z.object({ personId: id, password: newPassword });
/** `mustChange: false` is for the system alone: a password that people set for others is changed at first use. */
export type SetPassword = z.infer<typeof setPasswordSchema> & { mustChange?: boolean };

export const resetPasswordSchema = z.object({ personId: id });
export type ResetPassword = z.infer<typeof resetPasswordSchema>;

export const changePasswordSchema = z.object({
	currentPassword: z.string().max(500, key('app.field.too_long')).default(''),
	newPassword,
	repeatPassword: z.string(key('app.field.required')).max(500, key('app.field.too_long'))
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

export const nothingSchema = z.object({});

export const preferencesSchema = z.object({
	locale: z.enum(['zh-CN', 'en'], key('app.field.choice')).optional(),
	/** `auto` follows the device. */
	theme: z.enum(['light', 'dark', 'auto'], key('app.field.choice')).optional(),
	/** The page to go back to: a path of this site. */
	back: z
		.string()
		.max(500)
		.optional()
		.transform((path) => (path && /^\/(?![/\\])/.test(path) ? path : '/'))
});
export type Preferences = Omit<z.infer<typeof preferencesSchema>, 'back'> & { back?: string };
