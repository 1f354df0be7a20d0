CREATE TABLE "sheet_outcomes" (
	"registration_id" uuid PRIMARY KEY NOT NULL,
	"present" boolean NOT NULL,
	"revisions" integer[] NOT NULL,
	"differing" integer[] NOT NULL,
	"by_id" uuid,
	"settled_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sheet_readings" (
	"registration_id" uuid NOT NULL,
	"slot" integer NOT NULL,
	"revision" integer NOT NULL,
	"source" text NOT NULL,
	"file" text DEFAULT '' NOT NULL,
	"by_id" uuid NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"present" boolean NOT NULL,
	"given" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"unclear" integer[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "sheet_readings_registration_id_slot_revision_pk" PRIMARY KEY("registration_id","slot","revision"),
	CONSTRAINT "sheet_readings_slot" CHECK ("sheet_readings"."slot" in (1, 2))
);
--> statement-breakpoint
ALTER TABLE "sitting_rooms" ADD COLUMN "began_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sitting_rooms" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sheet_outcomes" ADD CONSTRAINT "sheet_outcomes_registration_id_registrations_id_fk" FOREIGN KEY ("registration_id") REFERENCES "public"."registrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_outcomes" ADD CONSTRAINT "sheet_outcomes_by_id_people_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_readings" ADD CONSTRAINT "sheet_readings_registration_id_registrations_id_fk" FOREIGN KEY ("registration_id") REFERENCES "public"."registrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sheet_readings" ADD CONSTRAINT "sheet_readings_by_id_people_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_rooms" ADD CONSTRAINT "sitting_rooms_times" CHECK ("sitting_rooms"."began_at" < "sitting_rooms"."ended_at");--> statement-breakpoint
-- What was read of a sheet stays, and so does what it came to.
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY['sheet_readings', 'sheet_outcomes'] LOOP
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
