import type { Database, DatabaseHandle } from '$lib/server/db/database';
import { organisation } from '$lib/features/people/tables.server';
import { publishContent } from '../../../src/content.server';
import { cast, DEMO_PASSWORD, organisationName } from './cast';
import { tellAssessments } from './assessments';
import { tellAssignments } from './assignments';
import { tellAuthoring } from './authoring';
import { tellBank } from './bank';
import { tellCases } from './cases';
import { tellCertificates, tellModuleCertificates } from './certificates';
import { tellCredit } from './credit';
import { tellClasses } from './classes';
import { tellExams } from './exams';
import { tellFlags } from './flags';
import { tellMarking } from './marking';
import { tellMentoring } from './mentoring';
import { tellMentors } from './mentors';
import { tellPeople } from './people';
import { tellPlans } from './plans';
import { tellPromotions } from './promotions';
import { Story } from './story';
import { tellTraining } from './training';
import { tellVisits } from './visits';

/**
 * Fills an empty database with the demo organisation: three years of history, told by the application's own
 * commands under a fixed clock. Does nothing when an organisation is there.
 */
export async function seedDemo(
	{ db }: Pick<DatabaseHandle, 'db'>,
	options: { log: (line: string) => void; today?: Date }
): Promise<void> {
	if ((await db.select().from(organisation).limit(1)).length) return;
	const started = Date.now();
	await db.transaction(async (tx) => {
		const story = new Story(tx as unknown as Database, options.today ?? new Date());
		await story.system(story.ago(36)).db.insert(organisation).values(organisationName);
		await publishContent(story.system(story.ago(36)));
		const crew = await tellPeople(story);
		tellTraining(story, crew);
		tellCredit(story, crew);
		tellVisits(story, crew);
		tellMentoring(story, crew);
		tellMentors(story, crew);
		tellPlans(story, crew);
		tellFlags(story, crew);
		const sittings = tellExams(story, crew);
		tellBank(story, crew);
		tellMarking(story, crew);
		tellCertificates(story, crew, sittings);
		tellModuleCertificates(story, crew);
		tellPromotions(story, crew, sittings);
		tellAssessments(story, crew);
		tellCases(story, crew);
		tellClasses(story, crew);
		tellAssignments(story, crew);
		tellAuthoring(story, crew);
		let told = -1;
		const scenes = await story.play((share) => {
			const tenth = Math.floor(share * 10);
			if (tenth > told) options.log(`Seeding the demo: ${(told = tenth) * 10} %`);
		});
		options.log(
			`Three years of Jianghai Bank: ${scenes} events in ${((Date.now() - started) / 1000).toFixed(1)} s`
		);
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
