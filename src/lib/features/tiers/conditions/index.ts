import type { Condition } from './define';
import { assessmentWindow } from './assessment-window';
import { certificate } from './certificate';
import { conductClear } from './conduct-clear';
import { conductRating } from './conduct-rating';
import { creditHours } from './credit-hours';
import { creditStanding } from './credit-standing';
import { education } from './education';
import { endorsement } from './endorsement';
import { examPassed } from './exam-passed';
import { experience } from './experience';
import { induction } from './induction';
import { moduleCertificate } from './module-certificate';
import { moduleCompleted } from './module-completed';
import { pledge } from './pledge';
import { rubricAverage } from './rubric-average';
import { shadowing } from './shadowing';
import { tenure } from './tenure';
import { title } from './title';

/** Every kind of condition that a policy may name. */
export const conditions: ReadonlyMap<string, Condition<never>> = new Map(
	[
		education,
		title,
		experience,
		induction,
		certificate,
		shadowing,
		creditHours,
		moduleCompleted,
		moduleCertificate,
		tenure,
		conductClear,
		creditStanding,
		examPassed,
		rubricAverage,
		assessmentWindow,
		conductRating,
		pledge,
		endorsement
	].map((condition) => [condition.kind, condition])
);
