CREATE TABLE "key_corrections" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"item_version_id" uuid NOT NULL,
	"question" jsonb,
	"made_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "question_marks" (
	"attempt_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"earned_hundredths" integer NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "question_marks_attempt_id_position_pk" PRIMARY KEY("attempt_id","position"),
	CONSTRAINT "question_marks_earned" CHECK ("question_marks"."earned_hundredths" >= 0)
);
--> statement-breakpoint
CREATE TABLE "result_holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"attempt_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"raised_by" uuid NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"decision" text,
	"decision_reason" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	CONSTRAINT "result_holds_decided" CHECK (("result_holds"."decided_at" is null) = ("result_holds"."decision" is null))
);
--> statement-breakpoint
ALTER TABLE "attempt_results" DROP CONSTRAINT "attempt_results_pkey";--> statement-breakpoint
ALTER TABLE "attempt_results" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "attempt_results" ADD CONSTRAINT "attempt_results_attempt_id_version_pk" PRIMARY KEY("attempt_id","version");--> statement-breakpoint
ALTER TABLE "attempt_results" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "attempt_results" ADD COLUMN "superseded_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "reading" text DEFAULT 'nobody' NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "pass_rule" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "showing" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "appeal_days" integer;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "appeal_limit" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "reviewed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "reviewed_by" uuid;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "release_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "key_corrections" ADD CONSTRAINT "key_corrections_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "key_corrections" ADD CONSTRAINT "key_corrections_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "question_marks" ADD CONSTRAINT "question_marks_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_holds" ADD CONSTRAINT "result_holds_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_holds" ADD CONSTRAINT "result_holds_raised_by_people_id_fk" FOREIGN KEY ("raised_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "result_holds" ADD CONSTRAINT "result_holds_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "key_corrections_item" ON "key_corrections" USING btree ("sitting_id","item_version_id","made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "result_holds_open" ON "result_holds" USING btree ("attempt_id") WHERE "result_holds"."decided_at" is null;--> statement-breakpoint
ALTER TABLE "sittings" ADD CONSTRAINT "sittings_reviewed_by_people_id_fk" FOREIGN KEY ("reviewed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attempt_results_current" ON "attempt_results" USING btree ("attempt_id") WHERE "attempt_results"."superseded_at" is null;--> statement-breakpoint
ALTER TABLE "sittings" ADD CONSTRAINT "sittings_appeal" CHECK ("sittings"."appeal_days" between 1 and 60 and "sittings"."appeal_limit" between 1 and 10);--> statement-breakpoint
-- What was released with its sitting was known from then on.
ALTER TABLE "attempt_results" DISABLE TRIGGER "attempt_results_unchanging";--> statement-breakpoint
UPDATE "attempt_results" r SET "released_at" = s."released_at" FROM "attempts" a JOIN "sittings" s ON s."id" = a."sitting_id"
	WHERE a."id" = r."attempt_id" AND s."released_at" IS NOT NULL;--> statement-breakpoint
DROP TRIGGER "attempt_results_unchanging" ON "attempt_results";--> statement-breakpoint
-- A version of a result is released once and superseded once; what it says stays.
CREATE FUNCTION guard_result() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE'
		OR (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at)
		OR OLD.superseded_at IS NOT NULL
		OR (to_jsonb(NEW) - ARRAY['released_at', 'superseded_at']) <> (to_jsonb(OLD) - ARRAY['released_at', 'superseded_at'])
	THEN
		RAISE EXCEPTION 'results are released once, superseded once and never changed'
			USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER attempt_results_unchanging BEFORE UPDATE OR DELETE ON attempt_results
	FOR EACH ROW EXECUTE FUNCTION guard_result();--> statement-breakpoint
CREATE TRIGGER key_corrections_unchanging BEFORE UPDATE OR DELETE ON key_corrections
	FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER key_corrections_kept BEFORE TRUNCATE ON key_corrections
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER result_holds_decided_once BEFORE UPDATE OR DELETE ON result_holds
	FOR EACH ROW EXECUTE FUNCTION guard_end('decided_at', 'decided_by', 'decision', 'decision_reason');
