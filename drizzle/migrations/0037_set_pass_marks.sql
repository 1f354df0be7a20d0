CREATE TABLE "standard_estimates" (
	"study_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"item_version_id" uuid NOT NULL,
	"percent" integer NOT NULL,
	"said_at" timestamp with time zone NOT NULL,
	CONSTRAINT "standard_estimates_study_id_person_id_round_item_version_id_pk" PRIMARY KEY("study_id","person_id","round","item_version_id"),
	CONSTRAINT "standard_estimates_percent" CHECK ("standard_estimates"."percent" between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "standard_items" (
	"study_id" uuid NOT NULL,
	"item_version_id" uuid NOT NULL,
	"paper_id" uuid,
	"marks" integer NOT NULL,
	"place" integer NOT NULL,
	CONSTRAINT "standard_items_once" UNIQUE NULLS NOT DISTINCT("study_id","item_version_id","paper_id")
);
--> statement-breakpoint
CREATE TABLE "standard_judges" (
	"study_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"left_out_at" timestamp with time zone,
	CONSTRAINT "standard_judges_study_id_person_id_pk" PRIMARY KEY("study_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "standard_studies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"started_by" uuid,
	"started_at" timestamp with time zone NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"closed_by" uuid,
	"closed_at" timestamp with time zone,
	"cut" jsonb,
	"outcome" text,
	"outcome_reason" text DEFAULT '' NOT NULL,
	"ended_by" uuid,
	"ended_at" timestamp with time zone,
	CONSTRAINT "standard_studies_closed" CHECK (("standard_studies"."closed_at" is null) = ("standard_studies"."cut" is null)),
	CONSTRAINT "standard_studies_ended" CHECK (("standard_studies"."ended_at" is null) = ("standard_studies"."outcome" is null))
);
--> statement-breakpoint
CREATE TABLE "standard_turns" (
	"study_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"round" integer NOT NULL,
	"opened_at" timestamp with time zone,
	"submitted_at" timestamp with time zone,
	CONSTRAINT "standard_turns_study_id_person_id_round_pk" PRIMARY KEY("study_id","person_id","round"),
	CONSTRAINT "standard_turns_opened" CHECK ("standard_turns"."opened_at" is not null or "standard_turns"."submitted_at" is null)
);
--> statement-breakpoint
ALTER TABLE "standard_estimates" ADD CONSTRAINT "standard_estimates_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_estimates" ADD CONSTRAINT "standard_estimates_turn" FOREIGN KEY ("study_id","person_id","round") REFERENCES "public"."standard_turns"("study_id","person_id","round") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_items" ADD CONSTRAINT "standard_items_study_id_standard_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."standard_studies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_items" ADD CONSTRAINT "standard_items_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_items" ADD CONSTRAINT "standard_items_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_judges" ADD CONSTRAINT "standard_judges_study_id_standard_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."standard_studies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_judges" ADD CONSTRAINT "standard_judges_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_studies" ADD CONSTRAINT "standard_studies_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_studies" ADD CONSTRAINT "standard_studies_started_by_people_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_studies" ADD CONSTRAINT "standard_studies_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_studies" ADD CONSTRAINT "standard_studies_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "standard_turns" ADD CONSTRAINT "standard_turns_judge" FOREIGN KEY ("study_id","person_id") REFERENCES "public"."standard_judges"("study_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "standard_items_place" ON "standard_items" USING btree ("study_id","place");--> statement-breakpoint
CREATE INDEX "standard_judges_person" ON "standard_judges" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "standard_studies_open" ON "standard_studies" USING btree ("sitting_id") WHERE "standard_studies"."ended_at" is null;