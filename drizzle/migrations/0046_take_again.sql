ALTER TABLE "enrolments" DROP CONSTRAINT "enrolments_once";--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "nth" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_once" UNIQUE("person_id","module_version_id","nth");--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_nth" CHECK ("enrolments"."nth" > 0);