// Words of the pages for staff only: loaded by the staff layout, never sent to a trainee's phone.
import bankPrint from './bankPrint.json';
import appeals from './appeals.json';
import bank from './bank.json';
import classes from './classes.json';
import marking from './marking.json';
import visits from './visits.json';
import records from './records.json';
import regrading from './regrading.json';
import reports from './reports.json';
import results from './results.json';
import staffVisits from './staffVisits.json';
import staffCredit from './staffCredit.json';
import candidacies from './candidacies.json';
import quotas from './quotas.json';
import staffPledges from './staffPledges.json';
import staffResults from './staffResults.json';
import staffAssessments from './staffAssessments.json';
import staffAnalysis from './staffAnalysis.json';
import staffAudit from './staffAudit.json';
import staffAuthoring from './staffAuthoring.json';
import staffBank from './staffBank.json';
import staffBankImport from './staffBankImport.json';
import staffCases from './staffCases.json';
import staffCertificates from './staffCertificates.json';
import staffDesk from './staffDesk.json';
import practicals from './practicals.json';
import registration from './registration.json';
import staffExams from './staffExams.json';
import staffHome from './staffHome.json';
import staffInquiries from './staffInquiries.json';
import staffImport from './staffImport.json';
import staffMentoring from './staffMentoring.json';
import staffMentors from './staffMentors.json';
import staffPeople from './staffPeople.json';
import staffPolicies from './staffPolicies.json';
import staffSheets from './staffSheets.json';
import standard from './standard.json';
import staffTiers from './staffTiers.json';
import staffTraining from './staffTraining.json';
import staffClasses from './staffClasses.json';
import staffPaths from './staffPaths.json';
import staffAssignments from './staffAssignments.json';

export default {
	appeals,
	bank,
	classes,
	visits,
	bankPrint,
	records,
	regrading,
	reports,
	results,
	staffAssignments,
	staffPaths,
	staffVisits,
	staffClasses,
	marking,
	staffCredit,
	staffPledges,
	staffResults,
	quotas,
	candidacies,
	staffAssessments,
	staffAnalysis,
	staffAudit,
	staffAuthoring,
	staffBank,
	staffBankImport,
	staffCases,
	staffCertificates,
	staffDesk,
	practicals,
	registration,
	staffExams,
	staffHome,
	staffInquiries,
	staffImport,
	staffMentoring,
	staffMentors,
	staffPeople,
	staffPolicies,
	staffSheets,
	standard,
	staffTiers,
	staffTraining
};
