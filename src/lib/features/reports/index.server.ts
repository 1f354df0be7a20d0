export { exportTraining, type ExportFormat } from './commands/export-training.server';
export { getTrainingReport, type TrainingReport } from './queries/report.server';
