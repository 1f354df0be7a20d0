import { z } from 'zod';
import { id, key, optionalText, requiredText, wholeNumber } from '$lib/shared/form';

/** Most minutes that are given back at once: more is another sitting. */
export const MOST_MINUTES = 120;
const REASON_LENGTH = 300;
const reason = requiredText(REASON_LENGTH);

/** Whom time is given back to. */
export const extensionScopes = ['attempt', 'room', 'sitting'] as const;

export const extendTimeSchema = z.object({
	roomId: id,
	scope: z.enum(extensionScopes, key('app.field.choice')),
	/** Whose, where it is given to one. */
	attemptId: id.optional(),
	minutes: wholeNumber(1, MOST_MINUTES),
	reason
});
export type ExtendTime = z.output<typeof extendTimeSchema>;

export const pauseRoomSchema = z.object({ roomId: id, reason });
export type PauseRoom = z.output<typeof pauseRoomSchema>;

export const resumeRoomSchema = z.object({ roomId: id });
export type ResumeRoom = z.output<typeof resumeRoomSchema>;

export const freeDeviceSchema = z.object({ roomId: id, attemptId: id, reason });
export type FreeDevice = z.output<typeof freeDeviceSchema>;

export const forceHandInSchema = z.object({ roomId: id, attemptId: id, reason });
export type ForceHandIn = z.output<typeof forceHandInSchema>;

/** A flag is for people to judge; an incident stands in the record of the room. */
export const remarkKinds = ['note', 'flag', 'incident'] as const;
export type RemarkKind = (typeof remarkKinds)[number];

export const addRemarkSchema = z.object({
	roomId: id,
	/** Whom it concerns: a candidate by their registration, begun or not; absent for the room. */
	registrationId: id.optional(),
	kind: z.enum(remarkKinds, key('app.field.choice')),
	text: requiredText(1000)
});
export type AddRemark = z.output<typeof addRemarkSchema>;

export const closeRoomSchema = z.object({
	roomId: id,
	remark: optionalText(1000),
	/** That the record is right: what is signed. */
	signed: z.literal('on', key('app.field.required'))
});
export type CloseRoom = z.output<typeof closeRoomSchema>;
