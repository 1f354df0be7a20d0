import { and, eq } from 'drizzle-orm';
import { roleNames, roles, type RoleName } from '$lib/access/roles';
import {
	getOwnCertificate,
	issueCertificates,
	saveTemplate,
	shareCertificate,
	signCredentials
} from '$lib/features/certificates/index.server';
import { saveTemplateSchema } from '$lib/features/certificates';
import { certificateRequestItems, certificateRequests } from '$lib/features/certificates/tables.server';
import { createSitting, registerForSitting, startAttempt } from '$lib/features/exams/index.server';
import { saveCase } from '$lib/features/bank/index.server';
import { linkLaws } from '$lib/features/bank/links.server';
import { items, laws } from '$lib/features/bank/tables.server';
import { loadVersions } from '$lib/features/mentoring/agreement.server';
import {
	createPairing,
	disputeShadowing,
	logShadowing,
	planSession,
	proposeAgreement,
	raiseFlag
} from '$lib/features/mentoring/index.server';
import { picturesOf } from '$lib/features/mentoring/pictures.server';
import { registrations } from '$lib/features/exams/tables.server';
import { shadowingFlags } from '$lib/features/mentoring/tables.server';
import { notify } from '$lib/features/notifications/index.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { recordEvidence } from '$lib/features/people/index.server';
import { evidence, roleGrants } from '$lib/features/people/tables.server';
import {
	addCandidacy,
	giveEndorsement,
	proposeDecision,
	publishPledgeFiles,
	publishPolicies,
	raiseInquiry,
	saveDraft,
	simulateDraft,
	simulatePolicy,
	startDraft,
	submitDraft
} from '$lib/features/tiers/index.server';
import {
	campaigns,
	decisions,
	pledgeTexts,
	policyVersions,
	reevaluations
} from '$lib/features/tiers/tables.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { startModule } from '$lib/features/training/index.server';
import type { World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';
import { givenPeriod } from '../assessments/given';
import * as certificates from '../certificates/given';
import { setClasses, type SideClasses } from './classes';
import { setDesks, type SideDesks } from './invigilation';
import { setLearning, type SideLearning } from './learning';
import { setMentors, type SideMentors } from './mentors';
import { givenPath, setTasks, type SideTasks } from './tasks';
import { givenPictured, givenPracticeSet } from '../bank/given-practice';
import * as exams from '../exams/given';
import { plainJpeg } from '../../support/photos';
import { session, signForBoth } from '../mentoring/story';
import { setAuthoring, type Authoring } from './authoring';
import { setPapers, type Papers } from './papers';
import { setAnalysis } from './analysis';
import { setMarking, type Marking } from './marking';
import { setExamining, setPractical, type SidePracticals } from './practicals';
import { setRegrading, type Regrading } from './regrading';
import { setStandards, type Standards } from './standard';
import { setSeats, type Seats } from './seats';
import * as training from '../training/given';

/** When everything is asked: inside the window of the sitting that candidates are sitting. */
export const NOW = exams.after(exams.STARTED, 60_000);
/** The password of everybody here. */
export const PASSWORD = 'correct-horse-battery';
const day = (number: number) => new Date(`2026-03-${String(number).padStart(2, '0')}T02:00:00Z`);
const JANUARY = new Date('2026-01-05T02:00:00Z');

export interface Person extends GivenPerson {
	evidenceId: string;
	standingId: string;
	grantId: string;
	notificationId: string;
	/** Certificate of the assistant's grade, and a passed attempt that has none yet. */
	certificateId: string;
	/** The link to that certificate. */
	shareId: string;
	shareToken: string;
	/** A request for certificates that waits for an approval. */
	requestId: string;
	unissuedAttemptId: string;
}

/** Everything that can be asked about one person, in one branch. */
export interface Side {
	unit: GivenUnit;
	/** Has a pairing, entries, a certificate, an open proposal, an attempt under way. */
	trainee: Person;
	/** Is ready for a grade and not yet proposed; has no mentor; may register for the open sitting. */
	fresh: Person;
	mentor: GivenPerson;
	pairingId: string;
	waitingEntryId: string;
	/** What a rule found in it. */
	flagId: string;
	/** Of the waiting entry. */
	pictureId: string;
	disputedEntryId: string;
	/** A version of the agreement that waits for both, and a session ahead. */
	agreementId: string;
	plannedId: string;
	decisionId: string;
	reevaluationId: string;
	/** A case about the trainee in public notice, on another ladder. */
	noticeId: string;
	inquiryId: string;
	attemptId: string;
	/** A set that the trainee practises, and a picture in it. */
	practiceId: string;
	practicePictureId: string;
	resultAttemptId: string;
	/** The trainee's, on a ladder beside the default one; and what their mentor said for them. */
	candidacyId: string;
	endorsementId: string;
	/** The trainee's, in the scene's module. */
	enrolmentId: string;
	classes: SideClasses;
	learning: SideLearning;
	tasks: SideTasks;
	mentors: SideMentors;
	desks: SideDesks;
	practicals: SidePracticals;
}

export interface Scene {
	here: Side;
	elsewhere: Side;
	/** One holder of each role, in the unit `here` lies below, held there when the role can be. */
	holders: Record<RoleName, GivenPerson>;
	above: GivenUnit;
	blueprintId: string;
	/** Sitting under way; one open for registration, and one later; one over and not released; one released. */
	sittingId: string;
	openSittingId: string;
	futureSittingId: string;
	endedSittingId: string;
	releasedSittingId: string;
	itemId: string;
	itemVersionId: string;
	caseId: string;
	lawId: string;
	policyId: string;
	/** Drafts of a standard: one that is being written and was simulated, one that waits for publication. */
	draftId: string;
	submittedDraftId: string;
	pledgeTextId: string;
	/** An assessment period that is over. */
	periodId: string;
	campaignId: string;
	/** Modules that are being written, were submitted, were accepted. */
	authoring: Authoring;
	papers: Papers;
	seats: Seats;
	marking: Marking;
	regrading: Regrading;
	standards: Standards;
	/** A published one that no certificates are issued for. */
	moduleId: string;
	moduleCode: string;
	lesson: string;
}

export async function setScene(world: World): Promise<Scene> {
	const system = world.ctx(undefined, JANUARY);
	const above = await givenUnit(world, { code: 'A' });
	const other = await givenUnit(world, { code: 'B' });
	await publishPolicies(system);
	await publishPledgeFiles(system);
	await saveTemplate(
		system,
		saveTemplateSchema.parse({ ...certificates.design, sealFile: certificates.seal() })
	);
	await training.published(world);
	await givenPath(world, JANUARY);
	const crew = await exams.givenBank(world);
	const sittingId = await exams.givenSitting(world);
	const later = (registrationOpensAt: Date) =>
		createSitting(world.ctx(crew.officer, exams.ANNOUNCED), {
			...exams.plan(crew.blueprintId),
			registrationOpensAt,
			...{ registrationClosesAt: day(20), opensAt: day(21), closesAt: day(22) }
		});
	const { id: openSittingId } = await later(day(1));
	const seats = await setSeats(world, openSittingId);
	const { id: futureSittingId } = await later(day(10));
	const passedSitting = await certificates.givenSitting(world, { tier: 'assistant' });
	const releasedSittingId = await certificates.givenSitting(world, { tier: 'manager' });
	const endedSittingId = await certificates.givenSitting(world, { tier: 'senior', released: false });
	const shared = { world, sittingId, openSittingId, passedSitting, releasedSittingId, endedSittingId };
	const sides = [
		await setSide(shared, await givenUnit(world, { code: 'A1', parent: above })),
		await setSide(shared, await givenUnit(world, { code: 'B1', parent: other }))
	];
	await setPractical(world, openSittingId, NOW);
	// Once everybody has begun.
	const [here, elsewhere] = await Promise.all(
		sides.map(async (side) => ({
			...side,
			desks: await setDesks(world, side, shared, NOW),
			practicals: await setExamining(world, side, openSittingId, NOW)
		}))
	);
	const holders = {} as Record<RoleName, GivenPerson>;
	for (const role of roleNames) {
		holders[role] = await givenPerson(world, {
			roles: [role],
			unit: above,
			password: PASSWORD,
			...(roles[role].scoped ? { roleUnit: above } : {})
		});
	}
	const [item] = await world.db.select().from(items).limit(1);
	const theCase = { title: { 'zh-CN': '案例', en: '' }, material: { 'zh-CN': '材料', en: '' } };
	const { id: caseId } = await saveCase(system, {
		...{ code: 'case-1', ...theCase, pictures: [], items: [], version: 0 }
	});
	await linkLaws(world.db, JANUARY, [{ itemId: item!.id, laws: ['民法典'], enemies: [] }]);
	await setAnalysis(world, releasedSittingId, item!.versionId);
	const [law] = await world.db.select().from(laws).limit(1);
	const [pledge] = await world.db.select().from(pledgeTexts).limit(1);
	const periodId = await givenPeriod(world, '2025-12-31');
	const campaignId = newId(JANUARY);
	await world.db.insert(campaigns).values({
		...{
			id: campaignId,
			ladder: 'bank',
			nameZh: '年度评定',
			nameEn: 'Review',
			state: 'open',
			createdAt: JANUARY
		},
		...{ opensOn: '2026-01-05', proposeBy: '2026-06-30', reviewBy: '2026-07-31', effectiveOn: '2026-08-01' }
	});
	const [policy] = await world.db.select().from(policyVersions).limit(1);
	const drafts = await setDrafts(world);
	await world.db.insert(registrations).values(
		sides.map(({ trainee }, i) => ({
			...{ id: newId(JANUARY), sittingId: releasedSittingId, personId: trainee.id },
			...{ ticket: `R-${i}`, registeredAt: JANUARY }
		}))
	);
	const regrading = await setRegrading(
		world,
		releasedSittingId,
		sides.map(({ resultAttemptId }) => resultAttemptId),
		NOW
	);
	const candidates = sides.map(({ trainee }) => trainee);
	const marking = await setMarking(world, holders.marker, candidates, JANUARY);
	const mentorIds = sides.map(({ mentor }) => mentor.id);
	const standards = await setStandards(world, { sittingId, endedSittingId }, mentorIds, NOW);
	return {
		...{ here: here!, elsewhere: elsewhere!, holders, above, blueprintId: crew.blueprintId },
		...{ sittingId, openSittingId, futureSittingId, endedSittingId, releasedSittingId },
		...{
			itemId: item!.id,
			itemVersionId: item!.versionId,
			caseId,
			lawId: law!.id,
			policyId: policy!.id,
			...drafts,
			periodId,
			pledgeTextId: pledge!.id,
			campaignId,
			authoring: await setAuthoring(world, JANUARY),
			papers: await setPapers(world, JANUARY),
			seats,
			marking,
			regrading,
			standards,
			moduleId: (await certificates.givenModule(world)).id,
			moduleCode: training.CODE,
			lesson: training.lessons[0]!
		}
	};
}

/** Written and submitted by nobody here, so that whoever may publish at all may publish it. */
async function setDrafts(world: World): Promise<Pick<Scene, 'draftId' | 'submittedDraftId'>> {
	const system = world.ctx(undefined, JANUARY);
	const versions = await world.db.select().from(policyVersions).where(eq(policyVersions.ladder, 'bank'));
	const base = versions.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0]!;
	const write = async (from: string) => {
		const draftId = await startDraft(system, { baseId: base.id });
		const yaml = base.yaml.replace(/effectiveFrom: .*/, `effectiveFrom: "${from}"`);
		return { draftId, yaml, ...(await saveDraft(system, { draftId, yaml, version: 1 })) };
	};
	const submitted = await write('2029-01-01');
	await submitDraft(system, submitted);
	const { draftId, yaml, version } = await write('2030-01-01');
	const { simulationId } = await simulateDraft(system, { draftId, version });
	await simulatePolicy(system, { simulationId, yaml });
	return { draftId, submittedDraftId: submitted.draftId };
}

interface Shared {
	world: World;
	sittingId: string;
	openSittingId: string;
	passedSitting: string;
	releasedSittingId: string;
	endedSittingId: string;
}

async function setSide(shared: Shared, unit: GivenUnit): Promise<Omit<Side, 'desks' | 'practicals'>> {
	const { world } = shared;
	const system = world.ctx(undefined, JANUARY);
	const trainee = await setPerson(shared, unit);
	const fresh = await setPerson(shared, unit);
	const mentor = await givenPerson(world, { roles: ['trainee', 'mentor'], unit, password: PASSWORD });

	const { id: pairingId } = await createPairing(system, {
		...{ traineeId: trainee.id, mentorId: mentor.id, startsOn: '2026-01-05', endsOn: '2026-12-31' },
		...{ plannedMinutes: 2400, goal: '独立走访小微企业' }
	});
	await signForBoth(world, { id: pairingId, trainee, mentor });
	const asMentor = world.ctx(mentor, new Date('2026-01-10T02:00:00Z'));
	const pictures = [{ name: '走访.jpg', bytes: plainJpeg() }];
	// Of late: what waits longer than the rules allow is answered by nobody.
	const lately = new Date(NOW.getTime() - 3 * 86_400_000);
	const late = { occurredOn: dateIn(new Date(NOW.getTime() - 4 * 86_400_000)), pictures };
	const waiting = await logShadowing(world.ctx(mentor, lately), session(pairingId, late));
	await raiseFlag(world.db, system, { entryId: waiting.id, kind: 'late', detail: { days: 40, most: 30 } });
	const [flag] = await world.db
		.select({ id: shadowingFlags.id })
		.from(shadowingFlags)
		.where(eq(shadowingFlags.entryId, waiting.id));
	const disputed = await logShadowing(asMentor, session(pairingId, { occurredOn: '2026-01-09' }));
	await disputeShadowing(world.ctx(trainee, new Date('2026-01-11T02:00:00Z')), {
		entryId: disputed.id,
		reason: '当天请假'
	});

	// Before the exam that is on at the same time: nobody may enrol in what clashes.
	const learning = await setLearning(world, trainee, { now: NOW, then: JANUARY });
	const classes = await setClasses(world, { trainee, mentor, unit }, { now: NOW, then: JANUARY });
	const tasks = await setTasks(world, { trainee, unit }, JANUARY);
	const mentors = await setMentors(world, { unit, fresh, mentor }, JANUARY);
	const { enrolmentId } = await startModule(world.ctx(trainee, JANUARY), { module: training.CODE });
	await registerForSitting(world.ctx(trainee, exams.REGISTERING), { sittingId: shared.sittingId });
	await registerForSitting(world.ctx(trainee, exams.REGISTERING), { sittingId: shared.openSittingId });
	const { attemptId } = await startAttempt(world.ctx(trainee, exams.STARTED), {
		sittingId: shared.sittingId
	});
	const { id: candidacyId } = await addCandidacy(system, {
		...{ personId: trainee.id, ladder: 'telecom', startsOn: '2026-01-05' }
	});
	const { id: endorsementId } = await giveEndorsement(asMentor, {
		...{ personId: trainee.id, tier: 'bank/senior', role: 'mentor' as const, words: '独立完成授信调查' }
	});
	const decisionId = await proposeDecision(world.ctx(undefined, exams.STARTED), {
		personId: trainee.id,
		reason: '条件齐备'
	});
	const reevaluationId = newId(JANUARY);
	await world.db.insert(reevaluations).values({
		...{ id: reevaluationId, decisionId, personId: trainee.id, factsHash: '0'.repeat(64) },
		...{ held: true, holds: false, foundAt: exams.STARTED }
	});
	const inquiryId = await raiseInquiry(world.ctx(trainee, exams.STARTED), {
		...{ kind: 'explanation', ladder: 'bank', decisionId: null, words: '请说明学时如何计算' }
	});
	const noticeId = await setNotice(world, decisionId);
	const pictured = await givenPictured(world, `economics-${unit.code}`, JANUARY);
	return {
		...{
			unit,
			trainee,
			fresh,
			mentor,
			pairingId,
			decisionId,
			reevaluationId,
			noticeId,
			inquiryId,
			attemptId,
			practiceId: await givenPracticeSet(world, trainee, pictured.versionId, JANUARY),
			practicePictureId: pictured.shownId
		},
		...{
			waitingEntryId: waiting.id,
			flagId: flag!.id,
			pictureId: (await picturesOf(world.db, waiting.id))[0]!.id,
			...{ candidacyId, endorsementId, classes, learning, tasks, mentors, enrolmentId },
			disputedEntryId: disputed.id,
			...(await setPlans(world, pairingId, asMentor)),
			resultAttemptId: trainee.unissuedAttemptId
		}
	};
}

/** A new version that HR put forward, and what the two have planned. */
async function setPlans(world: World, pairingId: string, asMentor: Context) {
	const { id: plannedId } = await planSession(asMentor, {
		...{ pairingId, day: '2026-11-10', time: '20:00', minutes: 30, steps: [2], note: '' }
	});
	await proposeAgreement(world.ctx(undefined, JANUARY), {
		...{ pairingId, startsOn: '2026-01-05', endsOn: '2026-12-20' },
		...{ plannedMinutes: 2400, goal: '独立走访小微企业' }
	});
	return { plannedId, agreementId: (await loadVersions(world.db, pairingId)).at(-1)!.id };
}

/** The same case on another ladder, in public notice; written directly. */
async function setNotice(world: World, decisionId: string): Promise<string> {
	const [row] = await world.db.select().from(decisions).where(eq(decisions.id, decisionId));
	const id = newId(JANUARY);
	await world.db.insert(decisions).values({
		...{ ...row!, id, ladder: 'noticed', state: 'notice' },
		...{ noticeFrom: '2026-03-01', noticeTo: '2026-12-31' }
	});
	return id;
}

/** A trainee who meets everything that the first grade asks for. */
async function setPerson(
	{ world, passedSitting, releasedSittingId, endedSittingId }: Shared,
	unit: GivenUnit
): Promise<Person> {
	const system = world.ctx(undefined, JANUARY);
	const person = await givenPerson(world, { unit, password: PASSWORD });
	const common = { personId: person.id, validFrom: '2026-01-02' };
	await recordEvidence(system, { ...common, kind: 'induction', data: { kind: 'induction' } });
	await recordEvidence(system, {
		...common,
		kind: 'creditCheck',
		data: { outcome: 'good', source: '人行征信' }
	});
	const ofKind = (kind: 'induction' | 'creditCheck') =>
		world.db
			.select({ id: evidence.id })
			.from(evidence)
			.where(and(eq(evidence.personId, person.id), eq(evidence.kind, kind)));
	const passed = await certificates.givenAttempt(world, person, passedSitting);
	const unissuedAttemptId = await certificates.givenAttempt(world, person, releasedSittingId);
	await certificates.givenAttempt(world, person, endedSittingId);
	const [certificate] = await issueCertificates(world.ctx(undefined, new Date('2026-02-04T02:00:00Z')), {
		groundIds: [passed]
	});
	const certificateId = certificate!.id;
	await signCredentials(system, { certificateIds: [certificateId] });
	const { token: shareToken } = await shareCertificate(world.ctx(person, NOW), {
		...{ certificateId, endsOn: '2026-12-31' }
	});
	const { shares } = await getOwnCertificate(world.ctx(person, NOW), certificateId);
	// It waits, and leaves out the one whom it names, who can so be asked for besides.
	const requestId = newId(NOW);
	await world.db
		.insert(certificateRequests)
		.values({ id: requestId, sittingId: releasedSittingId, requestedAt: NOW });
	await world.db
		.insert(certificateRequestItems)
		.values({ requestId, attemptId: unissuedAttemptId, result: 'held' });
	await world.db.transaction((tx) =>
		notify(tx as never, system, {
			personId: person.id,
			kind: 'tiers.appointed',
			params: {},
			href: '/path',
			cause: `scene:${person.id}`
		} as never)
	);
	const [grant] = await world.db.select().from(roleGrants).where(eq(roleGrants.personId, person.id));
	const [notice] = await world.db.select().from(notifications).where(eq(notifications.personId, person.id));
	return {
		...person,
		evidenceId: (await ofKind('induction'))[0]!.id,
		standingId: (await ofKind('creditCheck'))[0]!.id,
		grantId: grant!.id,
		notificationId: notice!.id,
		...{ certificateId, shareId: shares[0]!.id, shareToken },
		...{ unissuedAttemptId, requestId }
	};
}
