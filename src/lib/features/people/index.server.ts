export { hashSessionId } from './session/adapter.server';
export { createSessions, SESSION_COOKIE, type Sessions } from './session/lucia.server';
export type { SessionUser } from './session/adapter.server';

export { signIn } from './commands/sign-in.server';
export { signOut } from './commands/sign-out.server';
export { signOutEverywhere } from './commands/sign-out-everywhere.server';
export { changePassword } from './commands/change-password.server';
export { setPassword } from './commands/set-password.server';
export { resetPassword } from './commands/reset-password.server';
export { setPreferences } from './commands/set-preferences.server';
export { foundOrganisation } from './commands/found-organisation.server';
export { createUnit } from './commands/create-unit.server';
export { setUnitHead } from './commands/set-unit-head.server';
export { createPerson } from './commands/create-person.server';
export { updatePerson } from './commands/update-person.server';
export { suspendPerson } from './commands/suspend-person.server';
export { recordDeparture } from './commands/record-departure.server';
export { reinstatePerson } from './commands/reinstate-person.server';
export { recordEvidence } from './commands/record-evidence.server';
export { importEvidence, previewEvidence } from './commands/import-evidence.server';
export { evidenceSheet } from './evidence-sheet.server';
export { namedPeople, type NamedPerson } from './import.server';
export { retractEvidence } from './commands/retract-evidence.server';
export { grantRole } from './commands/grant-role.server';
export { revokeRole } from './commands/revoke-role.server';

export { getPersonSubject, headIdOf, headIdsOf, type PersonSubject } from './subject.server';
export { evidenceFacts, evidenceSource } from './facts.server';
export {
	containing,
	findPeople,
	findPersonIds,
	matchesPerson,
	namesOf,
	type FoundPerson
} from './queries/find-people.server';
export { actorsWith, holdersOf } from './queries/holders-of.server';
export { countHolders } from './queries/count-holders.server';
export { listUnits, type UnitRow } from './queries/list-units.server';
export { listUnitsWithHeads, type UnitWithHead } from './queries/list-units-with-heads.server';
export { countedHit, countHit, hitValues, type Limit } from './rate-limit.server';
export { listPeople } from './queries/list-people.server';
export { getPerson, listGrants, getAccount, type Person, type GrantState } from './queries/get-person.server';
export { listEvidence, type EvidenceRecord } from './queries/list-evidence.server';
export { readStanding } from './commands/read-standing.server';
export { listOwnSessions } from './queries/list-own-sessions.server';
