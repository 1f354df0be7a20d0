CREATE TABLE "standing_counts" (
	"ladder" text NOT NULL,
	"unit_id" uuid NOT NULL,
	"target" text NOT NULL,
	"people" integer NOT NULL,
	"eligible" integer NOT NULL,
	"proposed" integer NOT NULL,
	"one_missing" integer NOT NULL,
	"certificate_only" integer NOT NULL,
	"expiring" integer NOT NULL,
	"ending" integer NOT NULL,
	"lapsed" integer NOT NULL,
	"excepted" integer NOT NULL,
	CONSTRAINT "standing_counts_ladder_unit_id_target_pk" PRIMARY KEY("ladder","unit_id","target")
);
--> statement-breakpoint
DROP INDEX "standings_target";--> statement-breakpoint
DROP INDEX "standings_rank";--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "name" text NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "employee_no" text NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "unit_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "unit_path" text NOT NULL;--> statement-breakpoint
ALTER TABLE "standings" ADD COLUMN "open_decision_id" uuid;--> statement-breakpoint
CREATE INDEX "pairings_trainee" ON "pairings" USING btree ("trainee_id");--> statement-breakpoint
CREATE INDEX "standings_unit" ON "standings" USING btree ("ladder","unit_id","missing","person_id");--> statement-breakpoint
CREATE INDEX "standings_path" ON "standings" USING btree ("ladder","unit_path","missing","person_id");--> statement-breakpoint
CREATE INDEX "standings_name" ON "standings" USING btree ("ladder","name","person_id");--> statement-breakpoint
CREATE INDEX "standings_certificate" ON "standings" USING btree ("ladder","certificate_to");--> statement-breakpoint
CREATE INDEX "standings_appointed" ON "standings" USING btree ("ladder","appointed_to") WHERE "standings"."appointed_to" is not null;--> statement-breakpoint
CREATE INDEX "standings_open" ON "standings" USING btree ("ladder","missing","person_id") WHERE "standings"."open_decision_id" is not null;--> statement-breakpoint
CREATE INDEX "standings_lapsed" ON "standings" USING btree ("ladder","missing","person_id") WHERE not "standings"."retained";--> statement-breakpoint
CREATE INDEX "standings_excepted" ON "standings" USING btree ("ladder","missing","person_id") WHERE "standings"."exceptions" > 0;--> statement-breakpoint
CREATE INDEX "standings_target" ON "standings" USING btree ("ladder","target","missing","person_id");--> statement-breakpoint
CREATE INDEX "standings_rank" ON "standings" USING btree ("ladder","rank","missing","person_id");