CREATE TABLE "marking_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item_version_id" uuid NOT NULL,
	"correction_id" uuid,
	"marks" integer NOT NULL,
	"text" text NOT NULL,
	"code" text NOT NULL,
	"sampled" boolean DEFAULT false NOT NULL,
	CONSTRAINT "marking_answers_once" UNIQUE("attempt_id","position"),
	CONSTRAINT "marking_answers_code" UNIQUE("sitting_id","code")
);
--> statement-breakpoint
CREATE TABLE "marking_example_marks" (
	"example_id" uuid NOT NULL,
	"marker_id" uuid NOT NULL,
	"levels" jsonb NOT NULL,
	"hundredths" integer NOT NULL,
	"marked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "marking_example_marks_example_id_marker_id_pk" PRIMARY KEY("example_id","marker_id")
);
--> statement-breakpoint
CREATE TABLE "marking_examples" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"item_version_id" uuid NOT NULL,
	"correction_id" uuid,
	"marks" integer NOT NULL,
	"text" text NOT NULL,
	"levels" jsonb NOT NULL,
	"hundredths" integer NOT NULL,
	"words" text NOT NULL,
	"made_by" uuid,
	"made_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marking_markers" (
	"sitting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "marking_markers_sitting_id_person_id_pk" PRIMARY KEY("sitting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "marking_marks" (
	"task_id" uuid PRIMARY KEY NOT NULL,
	"hundredths" integer NOT NULL,
	"levels" jsonb NOT NULL,
	"note" text NOT NULL,
	"flag" text,
	"flag_note" text NOT NULL,
	"rule" text NOT NULL,
	"seconds" integer NOT NULL,
	"marked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marking_outcomes" (
	"answer_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kind" text NOT NULL,
	"hundredths" integer NOT NULL,
	"basis" jsonb NOT NULL,
	"decided_by" uuid,
	"reason" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "marking_outcomes_answer_id_version_pk" PRIMARY KEY("answer_id","version"),
	CONSTRAINT "marking_outcomes_earned" CHECK ("marking_outcomes"."hundredths" >= 0)
);
--> statement-breakpoint
CREATE TABLE "marking_plans" (
	"sitting_id" uuid PRIMARY KEY NOT NULL,
	"allocation" text NOT NULL,
	"apart_percent" integer NOT NULL,
	"sample_percent" integer NOT NULL,
	"example_count" integer NOT NULL,
	"example_apart" integer NOT NULL,
	"moderator_id" uuid,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"collected_at" timestamp with time zone,
	"allocated_at" timestamp with time zone,
	"allocated_by" uuid,
	CONSTRAINT "marking_plans_apart" CHECK ("marking_plans"."apart_percent" between 0 and 100),
	CONSTRAINT "marking_plans_sample" CHECK ("marking_plans"."sample_percent" between 0 and 100),
	CONSTRAINT "marking_plans_examples" CHECK ("marking_plans"."example_count" between 0 and 20),
	CONSTRAINT "marking_plans_example_apart" CHECK ("marking_plans"."example_apart" between 0 and 100),
	CONSTRAINT "marking_plans_order" CHECK ("marking_plans"."allocated_at" is null or "marking_plans"."collected_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "marking_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"answer_id" uuid NOT NULL,
	"marker_id" uuid NOT NULL,
	"turn" text NOT NULL,
	"code" text NOT NULL,
	"place" integer NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"draft" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"hundredths" integer,
	"seconds" integer DEFAULT 0 NOT NULL,
	"submitted_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "marking_tasks_code" UNIQUE("sitting_id","code"),
	CONSTRAINT "marking_tasks_seconds" CHECK ("marking_tasks"."seconds" >= 0),
	CONSTRAINT "marking_tasks_submitted" CHECK ("marking_tasks"."submitted_at" is null or "marking_tasks"."hundredths" is not null)
);
--> statement-breakpoint
ALTER TABLE "marking_answers" ADD CONSTRAINT "marking_answers_sitting_id_marking_plans_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."marking_plans"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_answers" ADD CONSTRAINT "marking_answers_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_answers" ADD CONSTRAINT "marking_answers_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_answers" ADD CONSTRAINT "marking_answers_correction_id_key_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."key_corrections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_example_marks" ADD CONSTRAINT "marking_example_marks_example_id_marking_examples_id_fk" FOREIGN KEY ("example_id") REFERENCES "public"."marking_examples"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_example_marks" ADD CONSTRAINT "marking_example_marks_marker_id_people_id_fk" FOREIGN KEY ("marker_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_examples" ADD CONSTRAINT "marking_examples_sitting_id_marking_plans_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."marking_plans"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_examples" ADD CONSTRAINT "marking_examples_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_examples" ADD CONSTRAINT "marking_examples_correction_id_key_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."key_corrections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_examples" ADD CONSTRAINT "marking_examples_made_by_people_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_markers" ADD CONSTRAINT "marking_markers_sitting_id_marking_plans_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."marking_plans"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_markers" ADD CONSTRAINT "marking_markers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_marks" ADD CONSTRAINT "marking_marks_task_id_marking_tasks_id_fk" FOREIGN KEY ("task_id") REFERENCES "public"."marking_tasks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_outcomes" ADD CONSTRAINT "marking_outcomes_answer_id_marking_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."marking_answers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_outcomes" ADD CONSTRAINT "marking_outcomes_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_plans" ADD CONSTRAINT "marking_plans_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_plans" ADD CONSTRAINT "marking_plans_moderator_id_people_id_fk" FOREIGN KEY ("moderator_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_plans" ADD CONSTRAINT "marking_plans_allocated_by_people_id_fk" FOREIGN KEY ("allocated_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_tasks" ADD CONSTRAINT "marking_tasks_sitting_id_marking_plans_sitting_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."marking_plans"("sitting_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_tasks" ADD CONSTRAINT "marking_tasks_answer_id_marking_answers_id_fk" FOREIGN KEY ("answer_id") REFERENCES "public"."marking_answers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "marking_tasks" ADD CONSTRAINT "marking_tasks_marker" FOREIGN KEY ("sitting_id","marker_id") REFERENCES "public"."marking_markers"("sitting_id","person_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "marking_examples_sitting" ON "marking_examples" USING btree ("sitting_id");--> statement-breakpoint
CREATE INDEX "marking_markers_person" ON "marking_markers" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "marking_tasks_turn" ON "marking_tasks" USING btree ("answer_id","turn") WHERE "marking_tasks"."withdrawn_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "marking_tasks_once" ON "marking_tasks" USING btree ("answer_id","marker_id") WHERE "marking_tasks"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "marking_tasks_marker_open" ON "marking_tasks" USING btree ("marker_id","sitting_id");
--> statement-breakpoint
CREATE TRIGGER marking_marks_unchanging BEFORE UPDATE OR DELETE ON marking_marks
	FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER marking_marks_kept BEFORE TRUNCATE ON marking_marks
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER marking_outcomes_unchanging BEFORE UPDATE OR DELETE ON marking_outcomes
	FOR EACH ROW EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER marking_outcomes_kept BEFORE TRUNCATE ON marking_outcomes
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();--> statement-breakpoint
CREATE TRIGGER marking_example_marks_unchanging BEFORE UPDATE OR DELETE ON marking_example_marks
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
