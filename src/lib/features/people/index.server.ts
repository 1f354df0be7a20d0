export { createSessions, SESSION_COOKIE, type Sessions } from './session/lucia.server';
export type { SessionUser } from './session/adapter.server';

export { signIn } from './commands/sign-in.server';
export { signOut } from './commands/sign-out.server';
export { signOutEverywhere } from './commands/sign-out-everywhere.server';
export { changePassword } from './commands/change-password.server';
export { setPassword } from './commands/set-password.server';
export { resetPassword } from './commands/reset-password.server';
export { setPreferences } from './commands/set-preferences.server';
export { createUnit } from './commands/create-unit.server';
export { createPerson } from './commands/create-person.server';
export { updatePerson } from './commands/update-person.server';
export { suspendPerson } from './commands/suspend-person.server';
export { reinstatePerson } from './commands/reinstate-person.server';
export { recordEvidence } from './commands/record-evidence.server';
export { retractEvidence } from './commands/retract-evidence.server';
export { grantRole } from './commands/grant-role.server';
export { revokeRole } from './commands/revoke-role.server';

export { getPersonSubject, type PersonSubject } from './subject.server';
export { evidenceFacts } from './facts.server';
export { findPeople, type FoundPerson } from './queries/find-people.server';
export { listUnits, type UnitRow } from './queries/list-units.server';
