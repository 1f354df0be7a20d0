// One chunk of the words that every page may need. Each namespace is one JSON file of flat keys.
import credit from './credit.json';
import access from './access.json';
import app from './app.json';
import assessments from './assessments.json';
import audit from './audit.json';
import cases from './cases.json';
import certificates from './certificates.json';
import endorsements from './endorsements.json';
import exams from './exams.json';
import files from './files.json';
import inquiries from './inquiries.json';
import mentoring from './mentoring.json';
import mentors from './mentors.json';
import notifications from './notifications.json';
import people from './people.json';
import pledges from './pledges.json';
import tiers from './tiers.json';
import training from './training.json';
import agenda from './agenda.json';
import paths from './paths.json';
import assignments from './assignments.json';
import reviews from './reviews.json';
import pairings from './pairings.json';
import offline from './offline.json';

export default {
	pairings,
	offline,
	reviews,
	assignments,
	paths,
	credit,
	agenda,
	access,
	app,
	assessments,
	audit,
	cases,
	certificates,
	endorsements,
	exams,
	files,
	inquiries,
	mentoring,
	mentors,
	notifications,
	people,
	pledges,
	tiers,
	training
};
