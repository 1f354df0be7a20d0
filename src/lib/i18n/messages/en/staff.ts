// Words of the pages for staff only: loaded by the staff layout, never sent to a trainee's phone.
import bankPrint from './bankPrint.json';
import bank from './bank.json';
import classes from './classes.json';
import visits from './visits.json';
import reports from './reports.json';
import staffVisits from './staffVisits.json';
import staffCredit from './staffCredit.json';
import candidacies from './candidacies.json';
import quotas from './quotas.json';
import staffPledges from './staffPledges.json';
import staffAssessments from './staffAssessments.json';
import staffAudit from './staffAudit.json';
import staffAuthoring from './staffAuthoring.json';
import staffBank from './staffBank.json';
import staffBankImport from './staffBankImport.json';
import staffCases from './staffCases.json';
import staffCertificates from './staffCertificates.json';
import staffExams from './staffExams.json';
import staffHome from './staffHome.json';
import staffInquiries from './staffInquiries.json';
import staffImport from './staffImport.json';
import staffMentoring from './staffMentoring.json';
import staffMentors from './staffMentors.json';
import staffPeople from './staffPeople.json';
import staffPolicies from './staffPolicies.json';
import staffTiers from './staffTiers.json';
import staffTraining from './staffTraining.json';
import staffClasses from './staffClasses.json';
import staffPaths from './staffPaths.json';
import staffAssignments from './staffAssignments.json';

export default {
	bank,
	classes,
	visits,
	bankPrint,
	reports,
	staffAssignments,
	staffPaths,
	staffVisits,
	staffClasses,
	staffCredit,
	staffPledges,
	quotas,
	candidacies,
	staffAssessments,
	staffAudit,
	staffAuthoring,
	staffBank,
	staffBankImport,
	staffCases,
	staffCertificates,
	staffExams,
	staffHome,
	staffInquiries,
	staffImport,
	staffMentoring,
	staffMentors,
	staffPeople,
	staffPolicies,
	staffTiers,
	staffTraining
};
