import { can, mayAnywhere, reachesOf, type Actor } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { roles, type RoleName } from '$lib/access/roles';
import { claimForm, sentPicture, visitForm } from './learning';
import { pauseFields, profileFields, termFields, weightFields } from './mentors';
import { PATH, pathFields, taskFields } from './tasks';
import { authoring } from './authoring';
import { credentialRoutes } from './credentials';
import { paperRoutes } from './papers';
import { analysisRoutes } from './analysis';
import { markingRoutes } from './marking';
import { practicalRoutes } from './practicals';
import { recordRoutes } from './records';
import { regradingRoutes } from './regrading';
import { standardRoutes } from './standard';
import { seatRoutes } from './seats';
import { recordingTimes, sheetRoutes } from './sheets';
import { PASSWORD, type Scene, type Side } from './scene';

/**
 * `own`: the matter is the actor's own; `mentee`: that of somebody they mentor; `unit`: of somebody in the unit
 * that their role is held in; `elsewhere`: of somebody in another branch.
 */
export const positions = ['own', 'mentee', 'unit', 'elsewhere'] as const;
export type Position = (typeof positions)[number];

export interface Who {
	role: RoleName;
	position: Position;
	actor: Actor;
	side: Side;
	/** The person whom the matter concerns. */
	about: Side['trainee'];
}
export type Rule = 'open' | ((who: Who) => boolean);

export interface Operation {
	may: Rule;
	/** The person whom it is about, when it is not the trainee. */
	about?: 'trainee' | 'fresh';
	params?: (side: Side, scene: Scene) => Record<string, string>;
	query?: string;
	form?: (side: Side, scene: Scene) => Record<string, string | string[] | File>;
	/** Body of an endpoint; a function where it names something of the scene. */
	json?: object | ((side: Side, scene: Scene) => object);
	/** The same, as bytes. */
	body?: () => BodyInit;
	/** Nobody gets through in the scene, though they may: the answer is a conflict. */
	conflicts?: true;
}
export type Route = Record<string, Operation>;

// ── Rules ──
const everybody: Rule = () => true;
const subjectOf = ({ side, about }: Who) => ({
	personId: about.id,
	unitPath: side.unit.path,
	mentorIds: about === side.trainee ? [side.mentor.id] : []
});
/** The permission about the person; `party` is the part that they play, for the separation of duties. */
const about = (permission: Permission, party?: string) => (who: Who) =>
	can(who.actor, permission, { ...subjectOf(who), parties: party ? { [party]: who.about.id } : {} }).ok;
/** The permission in the unit, about nobody yet. */
const inUnit = (permission: Permission) => (who: Who) =>
	can(who.actor, permission, { unitPath: who.side.unit.path }).ok;
const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
/** The permission, wider than for one's own things. */
const beyondSelf = (permission: Permission) => (who: Who) =>
	reachesOf(who.actor, permission).some(({ reach }) => reach !== 'self');
/** The permission in a unit or everywhere: what staff pages ask for. */
const wide = (permission: Permission) => (who: Who) =>
	reachesOf(who.actor, permission).some(({ reach }) => reach === 'unit' || reach === 'organisation');
const as = (position: Position, rule: (who: Who) => boolean) => (who: Who) =>
	who.position === position && rule(who);
const both =
	(...all: ((who: Who) => boolean)[]) =>
	(who: Who) =>
		all.every((rule) => rule(who));
const either =
	(...all: ((who: Who) => boolean)[]) =>
	(who: Who) =>
		all.some((rule) => rule(who));
const notOwn = (who: Who) => who.position !== 'own';
/** How the results of a sitting come about. */
const seesResults = both(anywhere('exams.sitting.read'), wide('exams.result.read'));
/** Holders of one of the roles that may grant this one. */
const grants = (role: RoleName) => (who: Who) => roles[role].grantedBy.includes(who.role);

const lessonOf = (_side: Side, scene: Scene) => ({ module: scene.moduleCode, lesson: scene.lesson });
/** An import that is nobody's. */
const nobodysFile = (_side: Side, scene: Scene) => ({ import: scene.itemId });
const session = {
	occurredOn: '2026-02-10',
	startedAt: '09:30',
	minutes: '90',
	'steps[]': ['1', '3'],
	'rubric.character': '3',
	note: '走访两家企业'
};
const sitting = (scene: Scene) => ({
	...{
		titleZh: '资格考试',
		titleEn: 'Exam',
		ladder: 'bank',
		tier: 'manager',
		blueprintId: scene.blueprintId
	},
	...{ registrationOpensAt: '2026-04-01T09:00', registrationClosesAt: '2026-04-05T18:00' },
	...{ opensAt: '2026-04-06T09:00', closesAt: '2026-04-06T18:00', minutes: '30', passPercent: '60' }
});
const person = (side: Side) => ({
	...{
		employeeNo: 'N0001',
		name: '新员工',
		email: '',
		unitId: side.unit.id,
		post: '柜员',
		bornOn: '',
		hiredOn: '2026-01-05'
	}
});
const leaveFile = { kind: 'leave', text: 'employeeNo,data.kind,validFrom\nNOBODY,annual,2026-01-05' };
const period = (_side: Side, scene: Scene) => ({ id: scene.periodId });
const resultFile = {
	text: 'employeeNo,scores.results,scores.development,scores.service,scores.risk,source\nNOBODY,1,1,1,1,x'
};
const quotaFile = { text: 'unitCode,tier,places,validFrom\nNONE,senior,1,2026-04-10' };
const attempt = (side: Side) => ({ id: side.attemptId });
const practice = (side: Side) => ({ set: side.practiceId });
const mentorPage = (side: Side) => ({ person: side.mentor.id });
const matching = (side: Side) => ({ matching: side.mentors.matchingId });
const matchedTrainee = (side: Side) => ({ ...matching(side), trainee: side.fresh.id });
const certificateRequest = (side: Side) => ({ request: side.trainee.requestId });
const room = (side: Side) => ({ room: side.desks.roomId });
const aReason = { reason: '停电' };
const writer = (side: Side) => ({ attemptId: side.attemptId, ...aReason });
const staffPeople = (side: Side) => ({ id: side.trainee.id });

/** Papers of candidates beside their blueprint: read with the sitting, and as papers. */
const seesProof = both(anywhere('exams.sitting.read'), anywhere('bank.paper.read'));
const writesOrReviews = either(anywhere('bank.item.write'), anywhere('bank.item.review'));
const theItem = (_side: Side, scene: Scene) => ({ item: scene.itemId });
const theItems = (_side: Side, scene: Scene) => ({ 'itemIds[]': [scene.itemId] });
const theCase = (_side: Side, scene: Scene) => ({ case: scene.caseId });
const theLaw = (_side: Side, scene: Scene) => ({ law: scene.lawId });
const itemForm = {
	...{ type: 'trueFalse', 'stem.zh-CN': '客户经理可以代客户保管印章。', 'correct[]': 'false', looked: 'yes' },
	...{ area: 'ethics', level: 'apply', difficulty: '40', seconds: '45', use: 'exam' }
};
const caseForm = { code: 'case-9', 'title.zh-CN': '某企业', 'material.zh-CN': '报表' };

const draft = (_side: Side, scene: Scene) => ({ id: scene.draftId });
const submittedDraft = (_side: Side, scene: Scene) => ({ id: scene.submittedDraftId });

const closedRoom = (side: Side) => ({ room: side.desks.closedRoomId });
/** Whoever is named for a room, and who reads rooms everywhere. */
const looksIn = either(as('mentee', everybody), wide('exams.room.read'));
/** The same for acting; nobody acts in a sitting that they sit. */
const invigilates = either(as('mentee', everybody), both(notOwn, wide('exams.room.invigilate')));

/** HR settles nothing that they signed themselves, on either side. */
const settles = both(about('mentoring.entry.settle', 'trainee'), ({ position }) => position !== 'mentee');
/** One of the two of a pairing. */
const party = either(as('own', everybody), as('mentee', about('mentoring.pairing.read')));
const pairing = (side: Side) => ({ pairing: side.pairingId });
const pairingTerms = {
	...{ purpose: 'skills', targetTier: '', startsOn: '2026-01-05', endsOn: '2026-12-25' },
	...{ plannedHours: '44', goal: '独立走访小微企业' }
};
const plannedTerms = { day: '2026-11-12', time: '20:00', minutes: '30', 'steps[]': ['2'], note: '' };
const pairingFile = { text: 'traineeNo,mentorNo,startsOn,endsOn,plannedHours,goal\nNOBODY,NONE,1,1,1,x' };
const comingClass = (side: Side) => ({ id: side.classes.comingId });
const runningClass = (side: Side) => ({ id: side.classes.runningId });
/** The mentor teaches the classes of a side; whoever manages its unit may do the same. */
const teaches = either(as('mentee', everybody), inUnit('classes.class.manage'));
const classForm = (side: Side) => ({
	...{ subject: 'visits', titleZh: '实战班', titleEn: 'Practice', summaryZh: '演练', summaryEn: 'Practice' },
	...{ method: 'classroom', area: 'marketing', creditHours: '2', capacity: '9', minimum: '1' },
	...{ approval: 'none', neededShare: '80', unitId: side.unit.id, teacher: side.mentor.employeeNo },
	...{ enrolUntil: '2026-04-01T09:00', 'sessions.0.id': '', 'sessions.0.date': '2026-04-02' },
	...{ 'sessions.0.from': '09:00', 'sessions.0.until': '11:00', 'sessions.0.place': '301' }
});

/** Who may do what: every route with each of its loads, actions and methods. What is not here fails the test. */
export const table: Record<string, Route> = {
	'/': { layout: { may: 'open' } },
	'/(app)': { layout: { may: 'open' } },
	'/(staff)': { layout: { may: 'open' } },

	// ── Visitors too ──
	'/(public)': { load: { may: 'open' } },
	'/(public)/sign-in': {
		load: { may: 'open' },
		default: { may: 'open', form: () => ({ name: 'nobody', password: 'x' }) }
	},
	'/(public)/sign-out': { load: { may: 'open' }, default: { may: 'open' } },
	'/(public)/preferences': {
		load: { may: 'open' },
		default: { may: 'open', form: () => ({ theme: 'dark' }) }
	},
	'/(public)/change-password': {
		load: { may: everybody },
		default: {
			may: everybody,
			form: () => ({
				currentPassword: PASSWORD,
				newPassword: 'another-long-password',
				repeatPassword: 'another-long-password'
			})
		}
	},
	'/(public)/no-role': { load: { may: everybody } },
	'/(public)/verify': { load: { may: 'open' } },
	'/(public)/verify/[number]': {
		load: { may: 'open', params: () => ({ number: 'JH-M-2026-000001-1' }) },
		compare: { may: 'open', params: () => ({ number: 'JH-M-2026-000001-1' }), form: () => ({ name: '李华' }) }
	},
	'/(dev)/gallery': {
		load: { may: 'open' },
		refuse: { may: 'open', form: () => ({ title: 'x', agree: 'on' }) },
		accept: { may: 'open' }
	},

	// ── One's own things ──
	'/(app)/path': { load: { may: everybody } },
	'/(app)/path/what-if': { load: { may: everybody } },
	'/(app)/path/decisions': {
		load: { may: everybody },
		ask: { may: everybody, form: () => ({ kind: 'explanation', ladder: 'bank', words: '请说明依据' }) }
	},
	'/(app)/path/[person]': {
		load: { may: about('tiers.path.read'), params: (side) => ({ person: side.trainee.id }) }
	},
	'/api/v1/people/[employeeNo]/authority': {
		GET: {
			may: about('tiers.authority.read'),
			params: (side) => ({ employeeNo: side.trainee.employeeNo }),
			query: '?do=creditProposal'
		}
	},
	'/(app)/certificates': { load: { may: everybody } },
	'/(app)/certificates/[id]': {
		load: {
			may: about('certificates.certificate.read'),
			params: (side) => ({ id: side.trainee.certificateId })
		}
	},
	'/(app)/certificates/[id]/pdf': {
		GET: {
			may: about('certificates.certificate.read'),
			params: (side) => ({ id: side.trainee.certificateId })
		}
	},
	'/(app)/inbox': {
		load: { may: everybody },
		open: { may: as('own', everybody), form: (side) => ({ id: side.trainee.notificationId }) },
		readAll: { may: everybody }
	},
	'/(app)/profile': { load: { may: everybody }, everywhere: { may: everybody } },
	'/(app)/training': { load: { may: everybody } },
	'/(app)/training/[module]': {
		load: { may: everybody, params: (_side, scene) => ({ module: scene.moduleCode }) },
		start: { may: everybody, params: (_side, scene) => ({ module: scene.moduleCode }) },
		again: { may: everybody, conflicts: true, params: (_side, scene) => ({ module: scene.moduleCode }) }
	},
	'/(app)/training/[module]/[lesson]': {
		load: { may: everybody, params: lessonOf },
		finish: { may: everybody, params: lessonOf },
		answer: { may: everybody, params: lessonOf, form: () => ({ question: 'phase', chosen: 'a' }) },
		part: { may: everybody, params: lessonOf, form: () => ({ part: 'part-1' }) }
	},
	'/(app)/training/[module]/[lesson]/progress': {
		POST: {
			may: everybody,
			params: (_side, scene) => ({ module: scene.moduleCode, lesson: scene.lesson }),
			json: { place: 0.5, seconds: 15 }
		}
	},
	'/(app)/training/[module]/check': {
		load: { may: everybody, params: (_side, scene) => ({ module: scene.moduleCode }) },
		default: { may: everybody, conflicts: true, params: (_side, scene) => ({ module: scene.moduleCode }) }
	},

	// ── Pledges, endorsements ──
	'/(app)/pledges': {
		load: { may: everybody },
		default: { may: everybody, form: (_side, scene) => ({ textId: scene.pledgeTextId, agree: 'on' }) }
	},
	'/(app)/endorsements': { load: { may: everybody } },
	'/(app)/endorsements/[person]': {
		load: { may: about('tiers.path.read'), params: (side) => ({ person: side.trainee.id }) },
		// As a mentor: whoever mentors the person and holds the role.
		give: {
			may: as('mentee', ({ role }) => role === 'mentor'),
			params: (side) => ({ person: side.trainee.id }),
			form: () => ({ tier: 'bank/manager', role: 'mentor', words: '独立完成授信调查' })
		},
		// Whoever gave it, in whatever role they stand now.
		withdraw: {
			may: as('mentee', everybody),
			params: (side) => ({ person: side.trainee.id }),
			form: (side) => ({ endorsementId: side.endorsementId, words: '情况有变' })
		}
	},

	// ── Calendar and classes ──
	'/(app)/calendar': {
		load: { may: everybody },
		renew: { may: everybody },
		// Whoever has no address to end is told so.
		end: { may: everybody }
	},
	'/(public)/calendar/feed/[token].ics': {
		GET: { may: 'open', params: (side) => ({ token: side.classes.feedToken }) }
	},
	'/(app)/classes': { load: { may: everybody } },
	'/(app)/classes/check-in': {
		load: { may: everybody },
		default: { may: everybody, form: (side) => ({ code: side.classes.code }) }
	},
	'/(app)/classes/[id]': {
		load: { may: everybody, params: comingClass },
		enrol: { may: everybody, params: comingClass },
		withdraw: { may: as('own', everybody), params: comingClass }
	},
	'/(app)/classes/[id]/calendar.ics': { GET: { may: everybody, params: comingClass } },
	'/(app)/classes/[id]/teach': {
		load: { may: teaches, params: runningClass },
		show: {
			may: teaches,
			params: runningClass,
			form: (side) => ({ sessionId: side.classes.sessionId, show: 'off' })
		},
		mark: {
			may: both(notOwn, teaches),
			params: runningClass,
			form: (side) => ({ ...{ sessionId: side.classes.sessionId, personId: side.trainee.id }, state: 'late' })
		}
	},
	'/(app)/classes/[id]/teach/[session]': {
		GET: {
			may: teaches,
			params: (side) => ({ id: side.classes.runningId, session: side.classes.sessionId }),
			query: '?once'
		}
	},
	'/(staff)/staff/classes': { load: { may: anywhere('classes.class.manage') } },
	'/(staff)/staff/classes/new': {
		load: { may: anywhere('classes.class.manage') },
		default: { may: anywhere('classes.class.manage'), form: classForm }
	},
	'/(staff)/staff/classes/[id]': {
		load: { may: inUnit('classes.class.manage'), params: comingClass },
		open: {
			may: inUnit('classes.class.manage'),
			params: (side) => ({ id: side.classes.draftId })
		},
		cancel: {
			may: inUnit('classes.class.manage'),
			params: comingClass,
			form: () => ({ reason: '讲师出差' })
		},
		close: { may: inUnit('classes.class.manage'), params: (side) => ({ id: side.classes.endedId }) },
		decide: {
			may: both(notOwn, inUnit('classes.class.manage')),
			params: comingClass,
			form: (side) => ({ enrolmentId: side.classes.requestId, verdict: 'decline', reason: '名额有限' })
		},
		remove: {
			may: inUnit('classes.class.manage'),
			params: runningClass,
			form: (side) => ({ enrolmentId: side.classes.placeId, reason: '岗位调整' })
		}
	},
	'/(staff)/staff/classes/[id]/edit': {
		load: { may: inUnit('classes.class.manage'), params: comingClass },
		default: {
			may: inUnit('classes.class.manage'),
			params: comingClass,
			form: (side) => ({ ...classForm(side), revision: '2' })
		}
	},

	// ── Paths and assignments ──
	'/(app)/path/learning': { load: { may: everybody } },
	'/(app)/training/paths': { load: { may: everybody } },
	'/(app)/training/paths/[code]': { load: { may: everybody, params: () => ({ code: PATH }) } },
	'/(app)/training/paths/tier/[ladder]/[tier]': {
		load: { may: everybody, params: () => ({ ladder: 'bank', tier: 'manager' }) }
	},
	'/(staff)/staff/paths': { load: { may: anywhere('paths.path.write') } },
	'/(staff)/staff/paths/new': {
		load: { may: anywhere('paths.path.write') },
		create: { may: anywhere('paths.path.write'), form: () => ({ ...pathFields, code: 'new-path' }) }
	},
	'/(staff)/staff/paths/[code]': {
		load: { may: anywhere('paths.path.write'), params: () => ({ code: PATH }) },
		update: {
			may: anywhere('paths.path.write'),
			params: () => ({ code: PATH }),
			form: () => ({ ...pathFields, version: '1' })
		},
		retire: { may: anywhere('paths.path.write'), params: () => ({ code: PATH }) }
	},
	'/(staff)/staff/matrix': { load: { may: wide('reports.training.read') } },
	'/(staff)/staff/matrix/[area]/[method]': {
		load: { may: wide('reports.training.read'), params: () => ({ area: 'marketing', method: 'online' }) }
	},
	'/(staff)/staff/assignments': { load: { may: wide('assignments.assignment.read') } },
	'/(staff)/staff/assignments/new': {
		load: { may: wide('assignments.assignment.manage') },
		preview: { may: inUnit('assignments.assignment.manage'), form: (side) => taskFields(side.unit) },
		create: { may: inUnit('assignments.assignment.manage'), form: (side) => taskFields(side.unit) }
	},
	'/(staff)/staff/assignments/exemptions': {
		load: { may: wide('assignments.assignment.read') },
		grant: {
			may: about('assignments.assignment.manage', 'person'),
			form: (side) => ({
				...{ person: side.trainee.employeeNo, subject: `path:${PATH}` },
				...{ reason: '长期病假', validTo: '2026-12-31' }
			})
		},
		revoke: {
			may: about('assignments.assignment.manage', 'person'),
			form: (side) => ({ exemptionId: side.tasks.exemptionId })
		}
	},
	'/(staff)/staff/assignments/[id]': {
		load: {
			may: both(wide('assignments.assignment.read'), about('assignments.assignment.read')),
			params: (side) => ({ id: side.tasks.assignmentId })
		},
		settle: {
			may: both(inUnit('assignments.assignment.manage'), about('assignments.assignment.manage', 'person')),
			params: (side) => ({ id: side.tasks.assignmentId }),
			form: (side) => ({ 'ids[]': side.tasks.exceptionId, resolution: 'moved', note: '' })
		},
		end: {
			may: inUnit('assignments.assignment.manage'),
			params: (side) => ({ id: side.tasks.assignmentId })
		}
	},

	// ── Credit and visits ──
	'/(app)/credit': { load: { may: everybody } },
	'/(app)/credit/outside/new': {
		load: { may: everybody },
		default: { may: everybody, form: () => ({ ...claimForm, file: sentPicture() }) }
	},
	'/(app)/credit/outside/[id]': {
		load: { may: as('own', everybody), params: (side) => ({ id: side.learning.claimId }) },
		withdraw: { may: as('own', everybody), params: (side) => ({ id: side.learning.claimId }) }
	},
	'/(app)/credit/outside/[id]/files/[file]': {
		GET: {
			may: either(as('own', everybody), about('credit.outside.accept'), about('people.evidence.read')),
			params: (side) => ({ id: side.learning.claimId, file: side.learning.evidenceId })
		}
	},
	'/(app)/visits': { load: { may: everybody } },
	'/(app)/visits/new': { load: { may: everybody }, default: { may: everybody, form: () => visitForm } },
	'/(app)/visits/[id]': {
		load: { may: as('own', everybody), params: (side) => ({ id: side.learning.requestedId }) },
		report: {
			may: as('own', everybody),
			params: (side) => ({ id: side.learning.dueId }),
			form: () => ({ seen: '流程', applied: '清单', file: sentPicture() })
		},
		withdraw: { may: as('own', everybody), params: (side) => ({ id: side.learning.requestedId }) }
	},
	'/(app)/visits/[id]/files/[file]': {
		GET: {
			may: either(as('own', everybody), about('visits.visit.read')),
			params: (side) => ({ id: side.learning.reportedId, file: side.learning.attachmentId })
		}
	},
	'/(staff)/staff/credit': { load: { may: wide('credit.entry.read') } },
	'/(staff)/staff/credit/[id]': {
		load: {
			may: either(as('own', everybody), about('credit.outside.accept'), about('people.evidence.read')),
			params: (side) => ({ id: side.learning.claimId })
		},
		accept: {
			may: about('credit.outside.accept', 'person'),
			params: (side) => ({ id: side.learning.claimId }),
			form: () => ({ hours: '10', reason: '' })
		},
		refuse: {
			may: about('credit.outside.accept', 'person'),
			params: (side) => ({ id: side.learning.claimId }),
			form: () => ({ reason: '没有学时' })
		}
	},
	'/(staff)/staff/credit/requirements': {
		load: { may: wide('credit.entry.read') },
		set: { may: anywhere('credit.requirement.set'), form: () => ({ year: '2026', hours: '8' }) }
	},
	'/(staff)/staff/people/[id]/credit': {
		load: { may: both(about('people.person.read'), about('credit.entry.read')), params: staffPeople },
		correct: {
			may: about('credit.entry.correct', 'person'),
			params: staffPeople,
			form: (side) => ({ entryId: side.learning.entryId, seen: '120', hours: '1', reason: '有误' })
		}
	},
	'/(staff)/staff/visits': { load: { may: wide('visits.visit.read') } },
	'/(staff)/staff/visits/new': {
		load: { may: anywhere('visits.visit.manage') },
		default: {
			// People outside the officer's unit are refused at their field.
			may: anywhere('visits.visit.manage'),
			form: (side) => ({ ...visitForm, people: side.fresh.employeeNo })
		}
	},
	'/(staff)/staff/visits/[id]': {
		load: {
			may: both(notOwn, about('visits.visit.read')),
			params: (side) => ({ id: side.learning.requestedId })
		},
		approve: {
			may: about('visits.visit.manage', 'person'),
			params: (side) => ({ id: side.learning.requestedId }),
			form: () => ({ revision: '1' })
		},
		refuse: {
			may: about('visits.visit.manage', 'person'),
			params: (side) => ({ id: side.learning.requestedId }),
			form: () => ({ revision: '1', reason: '没有预算' })
		},
		cancel: {
			may: about('visits.visit.manage', 'person'),
			params: (side) => ({ id: side.learning.comingId }),
			form: () => ({ revision: '2', reason: '改期' })
		},
		accept: {
			may: about('visits.report.accept', 'person'),
			params: (side) => ({ id: side.learning.reportedId }),
			form: (side) => ({ reportId: side.learning.reportId, hours: '2', reason: '' })
		},
		return: {
			may: about('visits.report.accept', 'person'),
			params: (side) => ({ id: side.learning.reportedId }),
			form: (side) => ({ reportId: side.learning.reportId, reason: '写具体' })
		}
	},
	'/(staff)/staff/learning': { load: { may: wide('reports.training.read') } },
	'/(staff)/staff/learning/export': {
		GET: { may: wide('reports.training.read'), query: '?format=csv' }
	},

	// ── Mentoring ──
	'/(app)/mentoring': { load: { may: everybody } },
	'/(app)/mentoring/[pairing]': {
		load: { may: about('mentoring.pairing.read'), params: pairing },
		sign: { may: party, params: pairing, form: ({ agreementId }) => ({ agreementId }) },
		decline: {
			may: party,
			params: pairing,
			form: ({ agreementId }) => ({ agreementId, reason: '学时太多' })
		},
		cancel: { may: party, params: pairing, form: ({ plannedId }) => ({ sessionId: plannedId, reason: '' }) }
	},
	'/(app)/mentoring/[pairing]/agreement': {
		load: { may: about('mentoring.pairing.read'), params: pairing },
		default: {
			may: either(party, about('mentoring.pairing.create')),
			...{ params: pairing, form: () => pairingTerms }
		}
	},
	'/(app)/mentoring/[pairing]/plan': {
		load: { may: party, params: pairing },
		plan: { may: party, params: pairing, form: () => plannedTerms },
		move: {
			may: party,
			params: pairing,
			form: ({ plannedId }) => ({ ...plannedTerms, sessionId: plannedId })
		}
	},
	'/(app)/mentoring/[pairing]/report': {
		GET: { may: both(about('mentoring.pairing.read'), about('mentoring.entry.read')), params: pairing }
	},
	'/(app)/mentoring/[pairing]/log': {
		load: {
			may: either(as('mentee', about('mentoring.entry.log')), as('own', about('mentoring.entry.log'))),
			params: (side) => ({ pairing: side.pairingId })
		},
		default: {
			may: either(as('mentee', about('mentoring.entry.log')), as('own', about('mentoring.entry.log'))),
			params: (side) => ({ pairing: side.pairingId }),
			form: () => session
		}
	},
	'/(app)/mentoring/[pairing]/log/entries': {
		POST: {
			may: either(as('mentee', about('mentoring.entry.log')), as('own', about('mentoring.entry.log'))),
			params: (side) => ({ pairing: side.pairingId }),
			form: () => session
		}
	},
	'/(app)/mentoring/entries/[id]/pictures/[file]': {
		GET: {
			may: about('mentoring.entry.read'),
			params: (side) => ({ id: side.waitingEntryId, file: side.pictureId })
		}
	},
	// What the worker keeps for when there is no network names nobody.
	'/(offline)/mentoring/offline': { load: { may: 'open' } },
	'/(app)/mentoring/entries/[id]': {
		load: { may: about('mentoring.entry.read'), params: (side) => ({ id: side.waitingEntryId }) },
		countersign: {
			may: as('own', about('mentoring.entry.countersign')),
			params: (side) => ({ id: side.waitingEntryId }),
			form: () => ({ reflection: '先听客户把话说完，再谈方案。' })
		},
		dispute: {
			may: as('own', about('mentoring.entry.countersign')),
			params: (side) => ({ id: side.waitingEntryId }),
			form: () => ({ reason: '当天请假' })
		},
		replace: {
			may: as('mentee', about('mentoring.entry.log')),
			params: (side) => ({ id: side.disputedEntryId }),
			form: () => session
		},
		settle: {
			may: settles,
			params: (side) => ({ id: side.disputedEntryId }),
			form: () => ({ counted: 'yes', reason: '核对过门禁记录' })
		},
		flag: {
			may: settles,
			params: (side) => ({ id: side.waitingEntryId }),
			form: ({ flagId }) => ({ flagId, cleared: 'yes', note: '补记有据' })
		}
	},

	'/(app)/mentoring/[pairing]/reviews/[kind]': {
		load: {
			may: about('mentoring.pairing.read'),
			params: (side) => ({ pairing: side.pairingId, kind: 'midterm' })
		},
		// Its two people may; the middle of the pairing has not come.
		default: {
			may: either(as('own', everybody), as('mentee', about('mentoring.pairing.read'))),
			conflicts: true,
			params: (side) => ({ pairing: side.pairingId, kind: 'midterm' }),
			form: () => ({ 'levels.responsibility': '3' })
		}
	},
	'/(app)/mentoring/profile': {
		load: { may: everybody },
		profile: { may: everybody, form: () => profileFields },
		leave: { may: everybody, form: () => ({ ...pauseFields, kind: 'leave' }) },
		// A mentor their own leave, HR any.
		resume: {
			may: either(as('mentee', everybody), inUnit('mentors.mentor.manage')),
			form: (side) => ({ pauseId: side.mentors.pauseId })
		}
	},
	'/(app)/mentoring/find': {
		load: { may: everybody },
		wish: { may: everybody, form: () => ({ 'customers[]': ['retail'] }) },
		propose: {
			may: everybody,
			conflicts: true,
			form: (side) => ({ mentorId: side.mentor.id, note: '同一网点' })
		},
		withdraw: {
			may: as('own', everybody),
			about: 'fresh',
			form: (side) => ({ proposalId: side.mentors.proposalId })
		}
	},

	// ── Exams ──
	'/(app)/exams': { load: { may: everybody } },
	'/(app)/exams/[sitting]': {
		load: { may: everybody, params: (_side, scene) => ({ sitting: scene.openSittingId }) },
		register: { may: everybody, params: (_side, scene) => ({ sitting: scene.openSittingId }) },
		withdraw: { may: as('own', everybody), params: (_side, scene) => ({ sitting: scene.openSittingId }) },
		enter: { may: everybody, params: (_side, scene) => ({ sitting: scene.sittingId }) }
	},
	'/(app)/exams/[sitting]/result': {
		load: { may: as('own', everybody), params: (_side, scene) => ({ sitting: scene.releasedSittingId }) }
	},
	'/(app)/practice': {
		load: { may: everybody },
		start: { may: everybody, form: () => ({ area: 'economics', size: '5' }) }
	},
	'/(app)/practice/[set]': {
		load: { may: about('bank.practice.take'), params: practice },
		answer: {
			may: about('bank.practice.take'),
			params: practice,
			form: () => ({ position: '2', answer: 'true' })
		},
		finish: { may: about('bank.practice.take'), params: practice },
		again: { may: about('bank.practice.take'), params: practice }
	},
	'/(app)/practice/[set]/pictures/[file]': {
		GET: {
			may: about('bank.practice.take'),
			params: (side) => ({ ...practice(side), file: side.practicePictureId })
		}
	},
	'/(exam)/attempt/[id]': {
		load: { may: about('exams.attempt.take'), params: attempt },
		answer: {
			may: about('exams.attempt.take'),
			params: attempt,
			form: () => ({ position: '1', seq: '1', go: '2' })
		},
		handIn: { may: about('exams.attempt.take'), params: attempt, form: () => ({ unanswered: '12' }) },
		start: { may: everybody, params: attempt, form: (_side, scene) => ({ sittingId: scene.sittingId }) },
		takeSeat: { may: about('exams.attempt.take'), params: attempt },
		// Nobody was given breaks.
		takeBreak: { may: about('exams.attempt.take'), params: attempt, conflicts: true }
	},
	'/(exam)/attempt/[id]/start': {
		POST: { may: everybody, params: attempt, json: (_side, scene) => ({ sittingId: scene.sittingId }) }
	},
	'/(exam)/attempt/[id]/seat': { POST: { may: about('exams.attempt.take'), params: attempt, json: {} } },
	'/(exam)/attempt/[id]/break': {
		POST: { may: about('exams.attempt.take'), params: attempt, json: {}, conflicts: true }
	},
	'/(exam)/attempt/[id]/room': { GET: { may: about('exams.attempt.take'), params: attempt } },
	'/(exam)/attempt/[id]/hand-in': {
		POST: { may: about('exams.attempt.take'), params: attempt, json: { unanswered: 12 } }
	},
	'/(exam)/attempt/[id]/signals': {
		GET: { may: about('exams.attempt.take'), params: attempt, query: '?once' }
	},
	/** No paper of the scene shows a picture; who sees one is asked in tests/integration/exams/pictures.test.ts. */
	'/(exam)/attempt/[id]/pictures/[file]': {
		GET: { may: () => false, params: (side) => ({ ...attempt(side), file: side.attemptId }) }
	},
	'/(exam)/attempt/[id]/answers': {
		PUT: {
			may: about('exams.attempt.take'),
			params: attempt,
			json: { answers: [{ position: 1, seq: 1, given: null, flagged: true }] }
		}
	},

	// ── Staff: exams ──
	'/(staff)/staff': { load: { may: everybody } },
	'/(staff)/staff/bank': { load: { may: anywhere('bank.item.read') } },
	'/(staff)/staff/items': {
		load: { may: anywhere('bank.item.read') },
		// It is ready already.
		submit: { may: anywhere('bank.item.write'), form: theItems, conflicts: true },
		review: {
			may: anywhere('bank.item.review'),
			form: (side, scene) => ({ ...theItems(side, scene), to: 'quarantined', comment: '存疑' })
		},
		use: {
			may: anywhere('bank.item.write'),
			form: (side, scene) => ({ ...theItems(side, scene), use: 'exam' })
		},
		// It is not due.
		confirm: { may: anywhere('bank.item.review'), form: theItems, conflicts: true },
		again: { may: writesOrReviews, form: (side, scene) => ({ ...theItems(side, scene), on: '2027-01-01' }) }
	},
	'/(staff)/staff/items/[item]': {
		load: { may: anywhere('bank.item.read'), params: theItem },
		submit: { may: anywhere('bank.item.write'), params: theItem, conflicts: true },
		review: {
			may: anywhere('bank.item.review'),
			params: theItem,
			form: () => ({ to: 'quarantined', comment: '存疑' })
		},
		confirm: { may: anywhere('bank.item.review'), params: theItem, conflicts: true },
		use: { may: anywhere('bank.item.write'), params: theItem, form: () => ({ use: 'exam' }) },
		again: { may: writesOrReviews, params: theItem, form: () => ({ on: '2027-01-01' }) },
		comment: { may: writesOrReviews, params: theItem, form: () => ({ body: '题干宜更短' }) }
	},
	'/(staff)/staff/items/[item]/edit': {
		load: { may: anywhere('bank.item.write'), params: theItem },
		// Somebody has changed it since revision 0.
		save: { may: anywhere('bank.item.write'), params: theItem, form: () => itemForm, conflicts: true },
		// Gives back what was sent, with a row more or less: it reads and keeps nothing.
		act: { may: everybody, params: theItem, form: () => ({ ...itemForm, act: 'add:rows' }) }
	},
	'/(staff)/staff/items/new': {
		load: { may: anywhere('bank.item.write') },
		save: { may: anywhere('bank.item.write'), form: () => itemForm },
		act: { may: everybody, form: () => ({ ...itemForm, act: 'add:rows' }) }
	},
	'/(staff)/staff/items/preview': {
		POST: { may: anywhere('bank.item.write'), form: () => itemForm }
	},
	'/(staff)/staff/items/pictures': {
		POST: { may: anywhere('bank.item.write'), form: () => ({ file: sentPicture() }) }
	},
	/** No item of the scene shows a picture; who sees one is asked in tests/integration/bank/edit.test.ts. */
	'/(staff)/staff/items/pictures/[file]': {
		GET: { may: () => false, params: (side) => ({ file: side.attemptId }) }
	},
	'/(staff)/staff/items/cases': { load: { may: anywhere('bank.item.read') } },
	'/(staff)/staff/items/cases/new': {
		load: { may: anywhere('bank.item.write') },
		save: { may: anywhere('bank.item.write'), form: () => caseForm }
	},
	'/(staff)/staff/items/cases/[case]': { load: { may: anywhere('bank.item.read'), params: theCase } },
	'/(staff)/staff/items/cases/[case]/edit': {
		load: { may: anywhere('bank.item.write'), params: theCase },
		save: { may: anywhere('bank.item.write'), params: theCase, form: () => ({ ...caseForm, version: '1' }) }
	},
	'/(staff)/staff/laws': { load: { may: anywhere('bank.item.read') } },
	'/(staff)/staff/laws/[law]': {
		load: { may: anywhere('bank.item.read'), params: theLaw },
		change: {
			may: writesOrReviews,
			params: theLaw,
			form: () => ({ inForceOn: '2026-07-01', note: '修订' })
		}
	},
	'/(staff)/staff/items/import': {
		load: { may: anywhere('bank.item.write') },
		default: {
			may: anywhere('bank.item.write'),
			form: () => ({
				file: new File(['a{T}'], 'a.gift'),
				...{ format: '', language: 'en', area: 'law', level: 'apply', difficulty: '40', seconds: '' },
				...{ use: 'exam', tags: '', source: '' }
			})
		}
	},
	'/(staff)/staff/items/import/template': { GET: { may: anywhere('bank.item.write') } },
	/** Nobody sees a file that somebody else brought; tests/integration/bank/import.test.ts asks as its owner. */
	'/(staff)/staff/items/import/[import]': {
		load: { may: () => false, params: nobodysFile },
		choose: { may: () => false, params: nobodysFile, form: () => ({ position: '1', taken: 'no' }) },
		confirm: { may: () => false, params: nobodysFile },
		drop: { may: () => false, params: nobodysFile }
	},
	'/(staff)/staff/items/import/[import]/picture': { GET: { may: () => false, params: nobodysFile } },
	'/(staff)/staff/items/import/[import]/left': { GET: { may: () => false, params: nobodysFile } },
	'/(staff)/staff/items/export': { load: { may: anywhere('bank.item.write') } },
	'/(staff)/staff/items/export/file': {
		POST: { may: anywhere('bank.item.write'), form: () => ({ format: 'csv', language: 'en' }) }
	},
	'/(staff)/staff/sittings': { load: { may: anywhere('exams.sitting.read') } },
	'/(staff)/staff/sittings/new': {
		load: { may: anywhere('exams.sitting.manage') },
		default: { may: anywhere('exams.sitting.manage'), form: (_side, scene) => sitting(scene) }
	},
	'/(staff)/staff/sittings/[sitting]': {
		load: {
			may: anywhere('exams.sitting.read'),
			params: (_side, scene) => ({ sitting: scene.endedSittingId })
		}
	},
	'/(staff)/staff/sittings/[sitting]/release': {
		load: {
			may: seesResults,
			params: (_side, scene) => ({ sitting: scene.endedSittingId })
		},
		// Whoever sat the exam neither reviews nor releases it. Nobody has reviewed it, nor set a time.
		review: {
			may: both(anywhere('exams.result.review'), notOwn),
			params: (_side, scene) => ({ sitting: scene.endedSittingId }),
			form: () => ({ seen: 'something else', 'checks[]': ['flags', 'holds', 'analysis'] }),
			conflicts: true
		},
		release: {
			may: both(anywhere('exams.result.release'), notOwn),
			params: (_side, scene) => ({ sitting: scene.endedSittingId }),
			conflicts: true
		},
		schedule: {
			may: both(anywhere('exams.result.release'), notOwn),
			params: (_side, scene) => ({ sitting: scene.endedSittingId }),
			form: () => ({ dueAt: '2026-06-01T09:00' }),
			conflicts: true
		},
		callOff: {
			may: either(anywhere('exams.result.review'), anywhere('exams.result.release')),
			params: (_side, scene) => ({ sitting: scene.endedSittingId }),
			conflicts: true
		}
	},
	'/(staff)/staff/sittings/[sitting]/release/borderline': {
		GET: { may: seesResults, params: (_side, scene) => ({ sitting: scene.endedSittingId }) }
	},
	'/(staff)/staff/sittings/[sitting]/holds': {
		load: { may: seesResults, params: (_side, scene) => ({ sitting: scene.endedSittingId }) }
	},
	'/(staff)/staff/sittings/[sitting]/holds/[attempt]': {
		load: {
			may: both(about('exams.result.read'), notOwn),
			params: (side, scene) => ({ sitting: scene.releasedSittingId, attempt: side.resultAttemptId })
		},
		raise: {
			may: about('exams.hold.raise', 'candidate'),
			params: (side, scene) => ({ sitting: scene.releasedSittingId, attempt: side.resultAttemptId }),
			form: () => ({ reason: '替考嫌疑' })
		},
		decide: {
			may: about('exams.hold.decide', 'candidate'),
			params: (side, scene) => ({ sitting: scene.releasedSittingId, attempt: side.resultAttemptId }),
			form: () => ({ decision: 'cleared', reason: '查无实据' }),
			conflicts: true
		}
	},
	'/(staff)/staff/sittings/[sitting]/coverage': {
		load: { may: seesProof, params: (_side, scene) => ({ sitting: scene.endedSittingId }) }
	},
	'/(staff)/staff/sittings/[sitting]/coverage/[paper]': {
		load: {
			may: seesProof,
			params: (side, scene) => ({ sitting: scene.sittingId, paper: side.attemptId })
		}
	},
	'/(staff)/staff/sittings/[sitting]/edit': {
		load: {
			may: anywhere('exams.sitting.manage'),
			params: (_side, scene) => ({ sitting: scene.futureSittingId })
		},
		default: {
			may: anywhere('exams.sitting.manage'),
			params: (_side, scene) => ({ sitting: scene.futureSittingId }),
			form: (_side, scene) => sitting(scene)
		}
	},
	'/(staff)/staff/sittings/[sitting]/[attempt]': {
		load: {
			may: about('exams.result.read'),
			params: (side, scene) => ({ sitting: scene.releasedSittingId, attempt: side.resultAttemptId })
		}
	},
	// The mentor of a side is named as the invigilator of its rooms.
	'/(staff)/staff/invigilation': { load: { may: everybody } },
	'/(staff)/staff/invigilation/[room]': {
		load: { may: looksIn, params: room },
		extend: {
			may: invigilates,
			params: room,
			form: (side) => ({ ...writer(side), scope: 'attempt', minutes: '5' })
		},
		pause: { may: invigilates, params: room, form: () => aReason },
		resume: { may: invigilates, params: (side) => ({ room: side.desks.pausedRoomId }) },
		times: recordingTimes,
		free: { may: invigilates, params: room, form: writer },
		force: { may: invigilates, params: room, form: writer },
		remark: {
			may: invigilates,
			params: room,
			form: (side) => ({ registrationId: side.desks.registrationId, kind: 'flag', text: '东张西望' })
		},
		// Nobody of the scene is registered for the sitting that is over.
		close: {
			may: either(as('mentee', everybody), wide('exams.room.invigilate')),
			params: (side) => ({ room: side.desks.endedRoomId }),
			form: () => ({ signed: 'on' })
		}
	},
	'/(staff)/staff/invigilation/[room]/live': { GET: { may: looksIn, params: room, query: '?once' } },
	'/(staff)/staff/invigilation/[room]/record': { load: { may: looksIn, params: closedRoom } },
	'/(staff)/staff/invigilation/[room]/record/pdf': { GET: { may: looksIn, params: closedRoom } },
	'/(staff)/staff/invigilation/[room]/record/data': { GET: { may: looksIn, params: closedRoom } },
	'/(staff)/staff/invigilation/attempts/[attempt]': {
		load: { may: looksIn, params: (side) => ({ attempt: side.attemptId }) }
	},

	// ── Staff: people ──
	'/(staff)/staff/people': { load: { may: beyondSelf('people.person.read') } },
	'/(staff)/staff/people/new': {
		load: { may: anywhere('people.person.create') },
		default: { may: inUnit('people.person.create'), form: person }
	},
	'/(staff)/staff/units': {
		load: { may: beyondSelf('people.person.read') },
		head: {
			may: anywhere('people.unit.manage'),
			form: (side) => ({ unitId: side.unit.id, employeeNo: side.mentor.employeeNo })
		},
		create: {
			may: anywhere('people.unit.manage'),
			form: (side) => ({ parentId: side.unit.id, kind: 'outlet', code: 'NEW1', nameZh: '新', nameEn: 'New' })
		}
	},
	'/(staff)/staff/people/import': {
		load: { may: anywhere('people.evidence.record') },
		preview: { may: anywhere('people.evidence.record'), form: () => leaveFile },
		confirm: { may: anywhere('people.evidence.record'), form: () => leaveFile }
	},
	'/(staff)/staff/people/import/template': {
		GET: { may: anywhere('people.evidence.record'), query: '?kind=leave' }
	},
	'/(staff)/staff/people/[id]': {
		load: { may: about('people.person.read'), params: staffPeople },
		addCandidacy: {
			may: about('tiers.candidacy.manage', 'person'),
			params: staffPeople,
			form: () => ({ ladder: 'brokerageSales', startsOn: '2026-03-02' })
		},
		endCandidacy: {
			may: about('tiers.candidacy.manage', 'person'),
			params: staffPeople,
			form: (side) => ({ candidacyId: side.candidacyId, endsOn: '2026-03-02' })
		}
	},
	'/(staff)/staff/people/[id]/edit': {
		load: { may: both(about('people.person.update'), notOwn), params: staffPeople },
		default: {
			may: both(about('people.person.update'), notOwn),
			params: staffPeople,
			form: (side) => ({ ...person(side), employeeNo: side.trainee.employeeNo, name: '改名', version: '1' })
		}
	},
	'/(staff)/staff/people/[id]/evidence': {
		load: { may: both(about('people.person.read'), about('people.evidence.read')), params: staffPeople },
		record: {
			may: about('people.evidence.record', 'person'),
			params: staffPeople,
			form: () => ({
				kind: 'title',
				validFrom: '2026-01-05',
				'data.level': 'junior',
				'data.name': '初级经济师'
			})
		},
		retract: {
			may: about('people.evidence.record', 'person'),
			params: staffPeople,
			form: (side) => ({ evidenceId: side.trainee.evidenceId, reason: '录入有误' })
		}
	},
	'/(staff)/staff/people/[id]/standing': {
		load: { may: both(about('people.person.read'), about('people.sensitive.read')), params: staffPeople },
		record: {
			may: about('people.evidence.record', 'person'),
			params: staffPeople,
			form: () => ({
				kind: 'creditCheck',
				validFrom: '2026-02-05',
				'data.outcome': 'good',
				'data.source': '人行征信'
			})
		},
		retract: {
			may: about('people.evidence.record', 'person'),
			params: staffPeople,
			form: (side) => ({ evidenceId: side.trainee.standingId, reason: '录入有误' })
		}
	},
	'/(staff)/staff/people/[id]/roles': {
		load: { may: about('people.person.read'), params: staffPeople },
		grant: {
			may: both(about('people.role.grant', 'person'), about('people.person.read'), grants('mentor')),
			params: staffPeople,
			form: () => ({ role: 'mentor', unitId: '', validFrom: '2026-03-10', validTo: '' })
		},
		revoke: {
			may: both(about('people.role.grant', 'person'), about('people.person.read'), grants('trainee')),
			params: staffPeople,
			form: (side) => ({ grantId: side.trainee.grantId })
		}
	},
	'/(staff)/staff/people/[id]/account': {
		load: { may: about('people.person.read'), params: staffPeople },
		reset: { may: both(about('people.password.reset'), notOwn), params: staffPeople },
		suspend: {
			may: about('people.person.suspend', 'person'),
			params: staffPeople,
			form: () => ({ reason: '借调' })
		},
		leave: {
			may: about('people.person.suspend', 'person'),
			params: staffPeople,
			form: () => ({ lastDay: '2026-03-01', reason: '本人辞职' })
		},
		reinstate: {
			may: about('people.person.suspend', 'person'),
			conflicts: true,
			params: staffPeople,
			form: () => ({ reason: '返岗' })
		}
	},

	// ── Staff: assessments ──
	'/(staff)/staff/assessments': { load: { may: anywhere('assessments.period.read') } },
	'/(staff)/staff/assessments/new': {
		load: { may: anywhere('assessments.period.manage') },
		default: {
			may: anywhere('assessments.period.manage'),
			form: () => ({
				...{ nameZh: '年度', nameEn: 'Year', startsOn: '2024-01-01', endsOn: '2024-12-31' },
				...{ 'indicators.0.id': 'risk', 'indicators.0.nameZh': '风险', 'indicators.0.nameEn': 'Risk' },
				'indicators.0.weight': '100'
			})
		}
	},
	'/(staff)/staff/assessments/[id]': { load: { may: anywhere('assessments.period.read'), params: period } },
	'/(staff)/staff/assessments/[id]/[person]': {
		load: {
			may: both(anywhere('assessments.period.read'), about('assessments.result.read')),
			params: (side, scene) => ({ id: scene.periodId, person: side.trainee.id })
		},
		default: {
			may: about('assessments.result.record', 'person'),
			params: (side, scene) => ({ id: scene.periodId, person: side.trainee.id }),
			form: () => ({
				...{ 'scores.results': '80', 'scores.development': '80', 'scores.service': '80' },
				...{ 'scores.risk': '80', source: '考核表', previous: '' }
			})
		}
	},
	'/(staff)/staff/assessments/[id]/import': {
		load: { may: anywhere('assessments.result.record'), params: period },
		preview: { may: anywhere('assessments.result.record'), params: period, form: () => resultFile },
		confirm: { may: anywhere('assessments.result.record'), params: period, form: () => resultFile }
	},
	'/(staff)/staff/assessments/[id]/import/template': {
		GET: { may: anywhere('assessments.result.record'), params: period }
	},

	// ── Staff: pledges, places ──
	'/(staff)/staff/pledges': { load: { may: beyondSelf('people.evidence.read') } },
	'/(staff)/staff/pledges/new': {
		load: { may: anywhere('tiers.pledge.publish') },
		default: {
			may: anywhere('tiers.pledge.publish'),
			form: () => ({
				...{ code: 'brandNew', titleZh: '承诺书', titleEn: 'Pledge', bodyZh: '守法', bodyEn: 'Law' },
				...{ validMonths: '', after: '0' }
			})
		}
	},
	'/(staff)/staff/pledges/[id]': {
		load: {
			may: beyondSelf('people.evidence.read'),
			params: (_side, scene) => ({ id: scene.pledgeTextId })
		}
	},
	'/(staff)/staff/quotas': {
		load: { may: beyondSelf('tiers.board.read') },
		default: {
			may: inUnit('tiers.quota.manage'),
			form: (side) => ({
				...{ unitId: side.unit.id, ladder: 'brokerageManagement', tier: 'areaManager', places: '3' },
				validFrom: '2026-04-10'
			})
		}
	},
	'/(staff)/staff/quotas/import': {
		load: { may: anywhere('tiers.quota.manage') },
		preview: { may: anywhere('tiers.quota.manage'), form: () => quotaFile },
		confirm: { may: anywhere('tiers.quota.manage'), form: () => quotaFile }
	},
	'/(staff)/staff/quotas/import/template': { GET: { may: anywhere('tiers.quota.manage') } },

	// ── Staff: training, pairings ──
	'/(staff)/staff/learners': {
		load: { may: wide('training.progress.read') },
		// The scene's module limits no tries and has no newer version.
		grant: {
			may: about('training.progress.manage', 'person'),
			form: (side) => ({ enrolment: side.enrolmentId, tries: '1', reason: '辅导缺席' }),
			conflicts: true
		},
		move: {
			may: about('training.progress.manage', 'person'),
			form: (side) => ({ 'enrolments[]': [side.enrolmentId] }),
			conflicts: true
		}
	},
	'/(staff)/staff/modules': {
		load: { may: either(anywhere('training.module.publish'), wide('training.progress.read')) }
	},
	'/(staff)/staff/modules/[code]': {
		load: {
			may: either(anywhere('training.module.publish'), wide('training.progress.read')),
			params: (_side, scene) => ({ code: scene.moduleCode })
		},
		revise: {
			may: anywhere('training.module.write'),
			params: (_side, scene) => ({ code: scene.moduleCode })
		},
		retire: {
			may: anywhere('training.module.publish'),
			params: (_side, scene) => ({ code: scene.moduleCode })
		},
		restore: {
			may: anywhere('training.module.publish'),
			conflicts: true,
			params: (_side, scene) => ({ code: scene.moduleCode })
		}
	},
	...authoring,
	...paperRoutes,
	...analysisRoutes,
	...seatRoutes,
	...sheetRoutes,
	...markingRoutes,
	...credentialRoutes,
	...recordRoutes,
	...regradingRoutes,
	...practicalRoutes,
	...standardRoutes,
	'/(staff)/staff/pairings': { load: { may: wide('mentoring.pairing.read') } },
	'/(staff)/staff/pairings/flags': {
		load: { may: wide('mentoring.entry.read') },
		settle: {
			may: settles,
			form: ({ flagId }) => ({ flagId, cleared: 'yes', note: '补记有据' })
		}
	},
	'/(staff)/staff/pairings/chain': { load: { may: wide('mentoring.entry.read') } },
	'/(staff)/staff/pairings/new': {
		load: { may: wide('mentoring.pairing.create') },
		default: {
			may: about('mentoring.pairing.create', 'trainee'),
			about: 'fresh',
			form: (side) => ({
				...{
					traineeId: side.fresh.id,
					mentorId: side.mentor.id,
					startsOn: '2026-03-06',
					endsOn: '2026-09-06'
				},
				...{ plannedHours: '36', goal: '独立走访' }
			})
		}
	},
	'/(staff)/staff/pairings/[pairing]': {
		load: {
			may: both(wide('mentoring.pairing.read'), about('mentoring.pairing.read')),
			params: (side) => ({ pairing: side.pairingId })
		},
		end: {
			may: about('mentoring.pairing.end'),
			params: (side) => ({ pairing: side.pairingId }),
			form: () => ({ reason: 'request', note: '双方协商' })
		}
	},

	'/(staff)/staff/pairings/[pairing]/agreement': {
		load: { may: both(wide('mentoring.pairing.read'), about('mentoring.pairing.read')), params: pairing },
		default: {
			may: either(party, about('mentoring.pairing.create')),
			...{ params: pairing, form: () => pairingTerms }
		}
	},
	'/(staff)/staff/pairings/[pairing]/report': {
		GET: { may: both(wide('mentoring.pairing.read'), about('mentoring.pairing.read')), params: pairing }
	},
	'/(staff)/staff/pairings/export': { GET: { may: wide('mentoring.pairing.read'), query: '?format=csv' } },
	'/(staff)/staff/pairings/unpaired': { load: { may: wide('mentoring.pairing.read') } },
	'/(staff)/staff/pairings/import': {
		load: { may: wide('mentoring.pairing.create') },
		preview: { may: wide('mentoring.pairing.create'), form: () => pairingFile },
		confirm: { may: wide('mentoring.pairing.create'), form: () => pairingFile }
	},
	'/(staff)/staff/pairings/import/template': { GET: { may: wide('mentoring.pairing.create') } },

	// ── Staff: mentors ──
	'/(staff)/staff/mentors': { load: { may: wide('mentors.mentor.read') } },
	'/(staff)/staff/mentors/[person]': {
		load: { may: both(wide('mentors.mentor.read'), inUnit('mentors.mentor.read')), params: mentorPage },
		profile: {
			may: either(as('mentee', everybody), inUnit('mentors.mentor.manage')),
			params: mentorPage,
			form: () => profileFields
		},
		// Nobody suspends themselves.
		pause: {
			may: both(inUnit('mentors.mentor.manage'), ({ position }) => position !== 'mentee'),
			params: mentorPage,
			form: () => pauseFields
		},
		resume: {
			may: either(as('mentee', everybody), inUnit('mentors.mentor.manage')),
			params: mentorPage,
			form: (side) => ({ pauseId: side.mentors.pauseId })
		}
	},
	'/(staff)/staff/mentors/proposals': { load: { may: wide('mentors.mentor.read') } },
	'/(staff)/staff/mentors/proposals/[proposal]': {
		load: {
			may: both(wide('mentors.mentor.read'), inUnit('mentors.mentor.read')),
			params: (side) => ({ proposal: side.mentors.proposalId })
		},
		// The mentor does not qualify in the scene.
		accept: {
			may: about('mentors.proposal.decide', 'trainee'),
			about: 'fresh',
			conflicts: true,
			params: (side) => ({ proposal: side.mentors.proposalId }),
			form: () => ({ ...termFields, reason: '合适' })
		},
		refuse: {
			may: about('mentors.proposal.decide', 'trainee'),
			about: 'fresh',
			params: (side) => ({ proposal: side.mentors.proposalId }),
			form: () => ({ reason: '统一匹配' })
		}
	},
	'/(staff)/staff/mentors/matchings': { load: { may: wide('mentors.matching.manage') } },
	'/(staff)/staff/mentors/matchings/new': {
		load: { may: wide('mentors.matching.manage') },
		default: {
			may: inUnit('mentors.matching.manage'),
			about: 'fresh',
			form: (side) => ({ title: '新人', 'traineeIds[]': [side.fresh.id], ...weightFields, ...termFields })
		}
	},
	'/(staff)/staff/mentors/matchings/[matching]': {
		load: { may: inUnit('mentors.matching.manage'), params: matching },
		// Nobody in it has a mentor yet.
		publish: {
			may: inUnit('mentors.matching.manage'),
			conflicts: true,
			params: matching,
			form: () => ({ revision: '1' })
		},
		solve: {
			may: inUnit('mentors.matching.manage'),
			params: matching,
			form: () => ({ revision: '1', ...weightFields })
		},
		discard: { may: inUnit('mentors.matching.manage'), params: matching }
	},
	'/(staff)/staff/mentors/matchings/[matching]/state': {
		GET: { may: inUnit('mentors.matching.manage'), params: matching, query: '?once' }
	},
	'/(staff)/staff/mentors/matchings/[matching]/[trainee]': {
		load: { may: inUnit('mentors.matching.manage'), params: matchedTrainee },
		default: {
			may: inUnit('mentors.matching.manage'),
			params: matchedTrainee,
			form: () => ({ revision: '1', mentorId: '' })
		}
	},

	// ── Staff: certificates ──
	'/(staff)/staff/certificates': { load: { may: beyondSelf('certificates.certificate.read') } },
	'/(staff)/staff/certificates/issue': {
		load: { may: anywhere('certificates.certificate.issue') },
		request: {
			may: about('certificates.certificate.issue', 'holder'),
			form: (side, scene) => ({
				sittingId: scene.releasedSittingId,
				'groundIds[]': [side.trainee.unissuedAttemptId]
			})
		}
	},
	'/(staff)/staff/certificates/expiring': { load: { may: beyondSelf('certificates.certificate.read') } },
	'/(staff)/staff/certificates/export': {
		GET: { may: beyondSelf('certificates.certificate.read'), query: '?format=csv' }
	},
	'/(staff)/staff/certificates/kinds': {
		load: { may: anywhere('certificates.kind.manage') },
		add: {
			may: anywhere('certificates.kind.manage'),
			form: (_side, scene) => ({
				...{
					moduleId: scene.moduleId,
					ladder: 'module',
					nameZh: '合规',
					nameEn: 'Conduct',
					basis: 'completion'
				},
				...{ fixedOn: '', minimumMonths: '0', months: '12', windowDays: '60', graceDays: '0', lateDays: '' },
				...{ yearlyHours: '', hoursGraceDays: '0', conduct: 'none', cureMonths: '', mostPauseDays: '' },
				reason: '制度规定'
			})
		},
		change: {
			may: anywhere('certificates.kind.manage'),
			form: () => ({
				...{ kind: 'bank.manager', version: '1', basis: 'completion', fixedOn: '', minimumMonths: '0' },
				...{ months: '36', windowDays: '60', graceDays: '0', lateDays: '', yearlyHours: '' },
				...{ hoursGraceDays: '0', conduct: 'none', cureMonths: '', mostPauseDays: '', reason: '制度修订' }
			})
		}
	},
	'/(staff)/staff/certificates/requests': {
		load: {
			may: either(anywhere('certificates.certificate.issue'), anywhere('certificates.certificate.approve'))
		}
	},
	'/(staff)/staff/certificates/requests/[request]': {
		load: {
			may: either(inUnit('certificates.certificate.issue'), inUnit('certificates.certificate.approve')),
			params: certificateRequest
		},
		approve: { may: inUnit('certificates.certificate.approve'), params: certificateRequest },
		reject: {
			may: inUnit('certificates.certificate.approve'),
			params: certificateRequest,
			form: () => ({ reason: '名单有误' })
		},
		resume: {
			may: either(inUnit('certificates.certificate.issue'), inUnit('certificates.certificate.approve')),
			params: certificateRequest,
			conflicts: true
		}
	},
	'/(staff)/staff/certificates/requests/[request]/state': {
		GET: {
			may: either(inUnit('certificates.certificate.issue'), inUnit('certificates.certificate.approve')),
			params: certificateRequest,
			query: '?once'
		}
	},
	'/(staff)/staff/certificates/[id]': {
		load: {
			may: both(beyondSelf('certificates.certificate.read'), about('certificates.certificate.read')),
			params: (side) => ({ id: side.trainee.certificateId })
		},
		revoke: {
			may: about('certificates.certificate.revoke', 'holder'),
			params: (side) => ({ id: side.trainee.certificateId }),
			form: () => ({ category: 'other', reason: '核实有误' })
		},
		suspend: {
			may: about('certificates.certificate.revoke', 'holder'),
			params: (side) => ({ id: side.trainee.certificateId }),
			form: () => ({ cause: 'conduct', reason: '正在核查' })
		},
		// It is not suspended, and nothing printed would differ.
		restore: {
			may: about('certificates.certificate.revoke', 'holder'),
			params: (side) => ({ id: side.trainee.certificateId }),
			form: () => ({ reason: '核查完毕' }),
			conflicts: true
		},
		replace: {
			may: about('certificates.certificate.revoke', 'holder'),
			params: (side) => ({ id: side.trainee.certificateId }),
			form: () => ({ reason: '更正姓名' }),
			conflicts: true
		}
	},

	// ── Staff: grades ──
	'/(app)/notices': { load: { may: everybody } },
	'/(app)/notices/[id]': {
		load: { may: everybody, params: (side) => ({ id: side.noticeId }) },
		object: {
			may: notOwn,
			params: (side) => ({ id: side.noticeId }),
			form: () => ({ words: '条件不符' })
		}
	},
	'/(staff)/staff/tiers': {
		load: { may: anywhere('tiers.board.read') },
		propose: {
			may: about('tiers.decision.propose', 'person'),
			about: 'fresh',
			form: (side) => ({ 'personIds[]': [side.fresh.id], reason: '条件齐备' })
		}
	},
	'/(staff)/staff/decisions': { load: { may: anywhere('tiers.decision.read') } },
	'/(staff)/staff/decisions/[id]': {
		load: { may: about('tiers.decision.read'), params: (side) => ({ id: side.decisionId }) },
		approve: {
			may: both(about('tiers.decision.approve', 'person'), (who) => who.position !== 'mentee'),
			params: (side) => ({ id: side.decisionId })
		},
		reject: {
			may: both(about('tiers.decision.approve', 'person'), (who) => who.position !== 'mentee'),
			params: (side) => ({ id: side.decisionId }),
			form: () => ({ note: '材料不齐' })
		},
		withdraw: { may: () => false, params: (side) => ({ id: side.decisionId }) },
		reopen: {
			may: both(about('tiers.decision.approve', 'person'), (who) => who.position !== 'mentee'),
			params: (side) => ({ id: side.decisionId }),
			form: () => ({ note: '补充材料' }),
			conflicts: true
		},
		// One approver decides it: a member of the committee may vote, and is told so.
		vote: {
			may: both(about('tiers.decision.vote', 'person'), (who) => who.position !== 'mentee'),
			params: (side) => ({ id: side.decisionId }),
			form: () => ({ vote: 'yes' }),
			conflicts: true
		}
	},
	'/(staff)/staff/decisions/new': {
		load: { may: anywhere('tiers.decision.propose') },
		propose: {
			may: about('tiers.decision.propose', 'person'),
			about: 'fresh',
			form: (side) => ({ 'personIds[]': [side.fresh.id], kind: 'next', reason: '条件齐备' })
		}
	},
	'/(staff)/staff/exceptions': { load: { may: anywhere('tiers.decision.read') } },
	'/(staff)/staff/retention': {
		load: { may: anywhere('tiers.board.read') },
		warn: {
			may: about('tiers.decision.propose', 'person'),
			form: (side) => ({ 'personIds[]': [side.trainee.id] }),
			conflicts: true
		},
		propose: {
			may: about('tiers.decision.propose', 'person'),
			form: (side) => ({ 'personIds[]': [side.trainee.id], reason: '证书到期' }),
			conflicts: true
		}
	},
	'/(staff)/staff/ranking': {
		load: { may: anywhere('tiers.board.read') },
		propose: {
			may: about('tiers.decision.propose', 'person'),
			about: 'fresh',
			form: (side) => ({ 'personIds[]': [side.fresh.id], reason: '条件齐备' })
		}
	},
	'/(staff)/staff/campaigns': { load: { may: anywhere('tiers.campaign.read') } },
	'/(staff)/staff/campaigns/new': {
		load: { may: anywhere('tiers.campaign.manage') },
		create: {
			may: anywhere('tiers.campaign.manage'),
			form: () => ({
				...{ nameZh: '年度评定', nameEn: 'Review', ladder: 'bank', unitId: '', opensOn: '2026-03-01' },
				...{ proposeBy: '2026-04-01', reviewBy: '2026-05-01', effectiveOn: '2026-06-01' }
			})
		}
	},
	'/(staff)/staff/campaigns/[id]': {
		load: { may: anywhere('tiers.campaign.read'), params: (_side, scene) => ({ id: scene.campaignId }) },
		close: { may: anywhere('tiers.campaign.manage'), params: (_side, scene) => ({ id: scene.campaignId }) }
	},
	'/(staff)/staff/decisions/[id]/compare': {
		load: { may: about('tiers.decision.read'), params: (side) => ({ id: side.decisionId }) }
	},
	'/(staff)/staff/reevaluations': { load: { may: anywhere('tiers.board.read') } },
	'/(staff)/staff/reevaluations/[id]': {
		load: {
			may: both(anywhere('tiers.board.read'), about('tiers.decision.read')),
			params: (side) => ({ id: side.reevaluationId })
		},
		settle: {
			may: about('tiers.reevaluation.settle', 'person'),
			params: (side) => ({ id: side.reevaluationId }),
			form: () => ({ note: '事实更正，不影响任职。' })
		}
	},
	'/(staff)/staff/inquiries': {
		load: { may: either(anywhere('tiers.inquiry.answer'), anywhere('audit.log.read')) }
	},
	'/(staff)/staff/inquiries/[id]': {
		load: {
			may: both(
				either(anywhere('tiers.inquiry.answer'), anywhere('audit.log.read')),
				about('tiers.inquiry.read')
			),
			params: (side) => ({ id: side.inquiryId })
		},
		answer: {
			may: about('tiers.inquiry.answer', 'person'),
			params: (side) => ({ id: side.inquiryId }),
			form: () => ({ answer: '按标准第三条评估。' })
		}
	},
	'/(staff)/staff/policies': { load: { may: everybody } },
	'/(app)/standards/[id]': {
		load: { may: everybody, params: (_side, scene) => ({ id: scene.policyId }) }
	},
	'/(staff)/staff/policies/drafts/new': {
		load: { may: anywhere('tiers.policy.draft') },
		version: { may: anywhere('tiers.policy.draft'), form: (_side, scene) => ({ baseId: scene.policyId }) },
		ladder: {
			may: anywhere('tiers.policy.draft'),
			form: () => ({ ladder: 'sceneLadder', nameZh: '序列', nameEn: 'Ladder' })
		}
	},
	'/(staff)/staff/policies/drafts/[id]': {
		load: { may: anywhere('tiers.draft.read'), params: draft },
		save: {
			may: anywhere('tiers.policy.draft'),
			params: draft,
			form: () => ({ yaml: 'ladder: bank', version: '2' })
		},
		submit: { may: anywhere('tiers.policy.draft'), params: draft, form: () => ({ version: '2' }) },
		discard: { may: anywhere('tiers.policy.draft'), params: draft, form: () => ({ version: '2' }) },
		return: { may: anywhere('tiers.policy.publish'), params: submittedDraft, form: () => ({ note: '退回' }) },
		publish: { may: anywhere('tiers.policy.publish'), params: submittedDraft, form: () => ({ version: '2' }) }
	},
	'/(staff)/staff/policies/drafts/[id]/check': {
		POST: { may: anywhere('tiers.policy.draft'), params: draft, json: { yaml: 'ladder: bank', locale: 'en' } }
	},
	'/(staff)/staff/policies/drafts/[id]/simulation': {
		load: { may: anywhere('tiers.draft.read'), params: draft },
		simulate: {
			may: either(anywhere('tiers.policy.draft'), anywhere('tiers.policy.publish')),
			params: draft,
			form: () => ({ version: '2' })
		}
	},
	'/(staff)/staff/policies/drafts/[id]/simulation/export': {
		GET: { may: anywhere('tiers.draft.read'), params: draft }
	},
	'/(staff)/staff/policies/[id]': {
		load: { may: everybody, params: (_side, scene) => ({ id: scene.policyId }) }
	},

	// ── Audit ──
	'/(staff)/staff/audit': {
		load: { may: anywhere('audit.log.read') },
		verify: { may: anywhere('audit.log.read') }
	},
	'/(staff)/staff/audit/export': { GET: { may: anywhere('audit.log.read') } }
};
