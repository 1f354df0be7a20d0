CREATE TABLE "mentoring_reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"levels" jsonb NOT NULL,
	"words" jsonb NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentoring_reviews_once" UNIQUE("pairing_id","kind","reviewer_id")
);
--> statement-breakpoint
CREATE TABLE "mentoring_rules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"effective_from" date NOT NULL,
	"content" jsonb NOT NULL,
	"sha256" text NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentoring_rules_effective_from_unique" UNIQUE("effective_from")
);
--> statement-breakpoint
CREATE TABLE "pairing_agreements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"proposed_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pairing_agreements_version" UNIQUE("pairing_id","version")
);
--> statement-breakpoint
CREATE TABLE "planned_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"pairing_id" uuid NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"steps" integer[] NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "planned_sessions_order" CHECK ("planned_sessions"."starts_at" < "planned_sessions"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "shadowing_flags" (
	"id" uuid PRIMARY KEY NOT NULL,
	"entry_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"detail" jsonb NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"settled_by" uuid,
	"settled_at" timestamp with time zone,
	"cleared" boolean,
	"note" text,
	CONSTRAINT "shadowing_flags_once" UNIQUE("entry_id","kind")
);
--> statement-breakpoint
CREATE TABLE "shadowing_pictures" (
	"entry_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	CONSTRAINT "shadowing_pictures_entry_id_file_id_pk" PRIMARY KEY("entry_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "matching_rows" (
	"matching_id" uuid NOT NULL,
	"trainee_id" uuid NOT NULL,
	"mentor_id" uuid,
	"score" real NOT NULL,
	"parts" jsonb NOT NULL,
	"chosen_by" uuid,
	"pairing_id" uuid,
	CONSTRAINT "matching_rows_matching_id_trainee_id_pk" PRIMARY KEY("matching_id","trainee_id"),
	CONSTRAINT "matching_rows_pairing" UNIQUE("pairing_id")
);
--> statement-breakpoint
CREATE TABLE "matchings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"terms" jsonb NOT NULL,
	"figures" jsonb,
	"revision" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mentor_pauses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"reason" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mentor_profiles" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"capacity" integer NOT NULL,
	"specialities" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"updated_by" uuid NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mentor_profiles_capacity" CHECK ("mentor_profiles"."capacity" between 0 and 20)
);
--> statement-breakpoint
CREATE TABLE "pair_proposals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"trainee_id" uuid NOT NULL,
	"mentor_id" uuid NOT NULL,
	"proposed_by" uuid NOT NULL,
	"note" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"reason" text,
	"pairing_id" uuid,
	CONSTRAINT "pair_proposals_two_people" CHECK ("pair_proposals"."trainee_id" <> "pair_proposals"."mentor_id")
);
--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ALTER COLUMN "entry_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "agreed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "shadowing_entries" ADD COLUMN "started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "shadowing_entries" ADD COLUMN "meeting" text;--> statement-breakpoint
ALTER TABLE "shadowing_entries" ADD COLUMN "device_id" uuid;--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ADD COLUMN "agreement_id" uuid;--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ADD COLUMN "detail" jsonb;--> statement-breakpoint
ALTER TABLE "mentoring_reviews" ADD CONSTRAINT "mentoring_reviews_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentoring_reviews" ADD CONSTRAINT "mentoring_reviews_reviewer_id_people_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_agreements" ADD CONSTRAINT "pairing_agreements_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairing_agreements" ADD CONSTRAINT "pairing_agreements_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_sessions" ADD CONSTRAINT "planned_sessions_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_sessions" ADD CONSTRAINT "planned_sessions_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadowing_flags" ADD CONSTRAINT "shadowing_flags_entry_id_shadowing_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."shadowing_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadowing_flags" ADD CONSTRAINT "shadowing_flags_settled_by_people_id_fk" FOREIGN KEY ("settled_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadowing_pictures" ADD CONSTRAINT "shadowing_pictures_entry_id_shadowing_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."shadowing_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadowing_pictures" ADD CONSTRAINT "shadowing_pictures_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rows" ADD CONSTRAINT "matching_rows_matching_id_matchings_id_fk" FOREIGN KEY ("matching_id") REFERENCES "public"."matchings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rows" ADD CONSTRAINT "matching_rows_trainee_id_people_id_fk" FOREIGN KEY ("trainee_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rows" ADD CONSTRAINT "matching_rows_mentor_id_people_id_fk" FOREIGN KEY ("mentor_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rows" ADD CONSTRAINT "matching_rows_chosen_by_people_id_fk" FOREIGN KEY ("chosen_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rows" ADD CONSTRAINT "matching_rows_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matchings" ADD CONSTRAINT "matchings_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matchings" ADD CONSTRAINT "matchings_published_by_people_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_pauses" ADD CONSTRAINT "mentor_pauses_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_pauses" ADD CONSTRAINT "mentor_pauses_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_profiles" ADD CONSTRAINT "mentor_profiles_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentor_profiles" ADD CONSTRAINT "mentor_profiles_updated_by_people_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_proposals" ADD CONSTRAINT "pair_proposals_trainee_id_people_id_fk" FOREIGN KEY ("trainee_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_proposals" ADD CONSTRAINT "pair_proposals_mentor_id_people_id_fk" FOREIGN KEY ("mentor_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_proposals" ADD CONSTRAINT "pair_proposals_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_proposals" ADD CONSTRAINT "pair_proposals_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_proposals" ADD CONSTRAINT "pair_proposals_pairing_id_pairings_id_fk" FOREIGN KEY ("pairing_id") REFERENCES "public"."pairings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "planned_sessions_pairing" ON "planned_sessions" USING btree ("pairing_id","starts_at");--> statement-breakpoint
CREATE INDEX "mentor_pauses_person" ON "mentor_pauses" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pair_proposals_open" ON "pair_proposals" USING btree ("trainee_id","mentor_id") WHERE "pair_proposals"."state" = 'open';--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ADD CONSTRAINT "shadowing_signatures_agreement_id_pairing_agreements_id_fk" FOREIGN KEY ("agreement_id") REFERENCES "public"."pairing_agreements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shadowing_entries" ADD CONSTRAINT "shadowing_entries_sent_once" UNIQUE("device_id");--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ADD CONSTRAINT "shadowing_signatures_agreed_once" UNIQUE("agreement_id","signer_id");--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ADD CONSTRAINT "shadowing_signatures_subject" CHECK (("shadowing_signatures"."entry_id" is null) <> ("shadowing_signatures"."agreement_id" is null));
--> statement-breakpoint
CREATE TRIGGER shadowing_flags_settled_once BEFORE UPDATE OR DELETE ON shadowing_flags
	FOR EACH ROW EXECUTE FUNCTION guard_end('settled_at', 'settled_by', 'cleared', 'note');
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY[
		'pairing_agreements', 'shadowing_pictures', 'mentoring_reviews', 'mentoring_rules'
	] LOOP
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
