ALTER TABLE "attempt_results" ALTER COLUMN "earned_hundredths" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "answers" DROP COLUMN "choice";--> statement-breakpoint
ALTER TABLE "attempt_results" DROP COLUMN "score";