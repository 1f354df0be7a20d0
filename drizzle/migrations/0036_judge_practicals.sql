CREATE TABLE "practical_results" (
	"sitting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"tenths" integer,
	"passed" boolean NOT NULL,
	"rule" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "practical_results_sitting_id_person_id_pk" PRIMARY KEY("sitting_id","person_id"),
	CONSTRAINT "practical_results_tenths" CHECK ("practical_results"."tenths" between 0 and 1000),
	CONSTRAINT "practical_results_absent" CHECK ("practical_results"."tenths" is not null or not "practical_results"."passed")
);
--> statement-breakpoint
CREATE TABLE "practical_candidates" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"slot_id" uuid,
	"decided_at" timestamp with time zone,
	"hundredths" integer,
	"set_aside" uuid[] DEFAULT '{}' NOT NULL,
	"absent_reason" text DEFAULT '' NOT NULL,
	"absent_by" uuid,
	CONSTRAINT "practical_candidates_slot" UNIQUE("slot_id"),
	CONSTRAINT "practical_candidates_once" UNIQUE("sitting_id","person_id"),
	CONSTRAINT "practical_candidates_mark" CHECK ("practical_candidates"."hundredths" between 0 and 10000)
);
--> statement-breakpoint
CREATE TABLE "practical_examiners" (
	"sitting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "practical_examiners_sitting_id_person_id_pk" PRIMARY KEY("sitting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "practical_panels" (
	"candidate_id" uuid NOT NULL,
	"examiner_id" uuid NOT NULL,
	CONSTRAINT "practical_panels_candidate_id_examiner_id_pk" PRIMARY KEY("candidate_id","examiner_id")
);
--> statement-breakpoint
CREATE TABLE "practical_recusals" (
	"candidate_id" uuid NOT NULL,
	"examiner_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"declared_at" timestamp with time zone NOT NULL,
	CONSTRAINT "practical_recusals_candidate_id_examiner_id_pk" PRIMARY KEY("candidate_id","examiner_id")
);
--> statement-breakpoint
CREATE TABLE "practical_sheets" (
	"candidate_id" uuid NOT NULL,
	"examiner_id" uuid NOT NULL,
	"scores" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"version" integer NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"total_hundredths" integer,
	CONSTRAINT "practical_sheets_candidate_id_examiner_id_pk" PRIMARY KEY("candidate_id","examiner_id"),
	CONSTRAINT "practical_sheets_total" CHECK ("practical_sheets"."total_hundredths" between 0 and 10000),
	CONSTRAINT "practical_sheets_submitted" CHECK (("practical_sheets"."submitted_at" is null) = ("practical_sheets"."total_hundredths" is null))
);
--> statement-breakpoint
CREATE TABLE "practical_slots" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"place" text NOT NULL,
	CONSTRAINT "practical_slots_once" UNIQUE("sitting_id","place","starts_at"),
	CONSTRAINT "practical_slots_times" CHECK ("practical_slots"."starts_at" < "practical_slots"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "practicals" (
	"sitting_id" uuid PRIMARY KEY NOT NULL,
	"title_zh" text NOT NULL,
	"title_en" text NOT NULL,
	"rubric" jsonb NOT NULL,
	"pass_percent" integer NOT NULL,
	"set_up_by" uuid,
	"set_up_at" timestamp with time zone NOT NULL,
	CONSTRAINT "practicals_pass" CHECK ("practicals"."pass_percent" between 1 and 100)
);
--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "practical" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "practical_results" ADD CONSTRAINT "practical_results_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_results" ADD CONSTRAINT "practical_results_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_candidates" ADD CONSTRAINT "practical_candidates_sitting_id_practicals_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."practicals"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_candidates" ADD CONSTRAINT "practical_candidates_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_candidates" ADD CONSTRAINT "practical_candidates_slot_id_practical_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."practical_slots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_candidates" ADD CONSTRAINT "practical_candidates_absent_by_people_id_fk" FOREIGN KEY ("absent_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_examiners" ADD CONSTRAINT "practical_examiners_sitting_id_practicals_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."practicals"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_examiners" ADD CONSTRAINT "practical_examiners_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_panels" ADD CONSTRAINT "practical_panels_candidate_id_practical_candidates_id_fk" FOREIGN KEY ("candidate_id") REFERENCES "public"."practical_candidates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_panels" ADD CONSTRAINT "practical_panels_examiner_id_people_id_fk" FOREIGN KEY ("examiner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_recusals" ADD CONSTRAINT "practical_recusals_candidate_id_practical_candidates_id_fk" FOREIGN KEY ("candidate_id") REFERENCES "public"."practical_candidates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_recusals" ADD CONSTRAINT "practical_recusals_examiner_id_people_id_fk" FOREIGN KEY ("examiner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_sheets" ADD CONSTRAINT "practical_sheets_candidate_id_practical_candidates_id_fk" FOREIGN KEY ("candidate_id") REFERENCES "public"."practical_candidates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_sheets" ADD CONSTRAINT "practical_sheets_examiner_id_people_id_fk" FOREIGN KEY ("examiner_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practical_slots" ADD CONSTRAINT "practical_slots_sitting_id_practicals_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."practicals"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practicals" ADD CONSTRAINT "practicals_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practicals" ADD CONSTRAINT "practicals_set_up_by_people_id_fk" FOREIGN KEY ("set_up_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "practical_examiners_person" ON "practical_examiners" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "practical_panels_examiner" ON "practical_panels" USING btree ("examiner_id");
--> statement-breakpoint
-- A sheet is a draft until it is handed in, and never changed after that.
CREATE TRIGGER practical_sheets_submitted_once BEFORE UPDATE OR DELETE ON practical_sheets
	FOR EACH ROW EXECUTE FUNCTION guard_end('submitted_at', 'scores', 'note', 'version', 'saved_at', 'total_hundredths');--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY['practical_results', 'practical_recusals'] LOOP
		EXECUTE format(
			'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()',
			guarded || '_unchanging', guarded
		);
		EXECUTE format(
			'CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
			guarded || '_kept', guarded
		);
	END LOOP;
END $$;
