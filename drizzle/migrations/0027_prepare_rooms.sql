CREATE TABLE "attempt_papers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"paper_id" uuid,
	"seed" text NOT NULL,
	"drawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "attempt_papers_once" UNIQUE("sitting_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "attempt_presence" (
	"attempt_id" uuid PRIMARY KEY NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	"away" boolean DEFAULT false NOT NULL,
	"connected" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exam_pulse" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"beat_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_invigilators" (
	"room_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "room_invigilators_room_id_person_id_pk" PRIMARY KEY("room_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "sitting_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"room_id" uuid,
	"attempt_id" uuid,
	"at" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"by_id" uuid,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sitting_rooms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"places" integer,
	"ip_ranges" text[] DEFAULT '{}' NOT NULL,
	"password" text DEFAULT '' NOT NULL,
	"paused_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"closed_by" uuid,
	"record" jsonb,
	"record_hash" text,
	CONSTRAINT "sitting_rooms_name" UNIQUE("sitting_id","name"),
	CONSTRAINT "sitting_rooms_places" CHECK ("sitting_rooms"."places" between 1 and 100000),
	CONSTRAINT "sitting_rooms_closed" CHECK (("sitting_rooms"."closed_at" is null) = ("sitting_rooms"."record" is null))
);
--> statement-breakpoint
ALTER TABLE "attempt_items" DROP CONSTRAINT "attempt_items_attempt_id_attempts_id_fk";
--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "answers" ADD COLUMN "seat" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "paused_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "break_ms" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "seat" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "device_freed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "waiting_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "room_id" uuid;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "chair" integer;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "extra_minutes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "break_minutes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "registrations" ADD COLUMN "needs_note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "late_minutes" integer;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "end_cut" text DEFAULT 'allowance' NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "spread_seconds" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "rehearsal" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "rules" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "eligibility" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "prepared_at" timestamp with time zone;--> statement-breakpoint
-- Papers that were drawn at the start become papers of their own.
INSERT INTO "attempt_papers" ("id", "sitting_id", "person_id", "seed", "drawn_at")
	SELECT "id", "sitting_id", "person_id", "seed", "started_at" FROM "attempts";--> statement-breakpoint
ALTER TABLE "attempt_papers" ADD CONSTRAINT "attempt_papers_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt_papers" ADD CONSTRAINT "attempt_papers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempt_papers" ADD CONSTRAINT "attempt_papers_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_invigilators" ADD CONSTRAINT "room_invigilators_room_id_sitting_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."sitting_rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_invigilators" ADD CONSTRAINT "room_invigilators_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_events" ADD CONSTRAINT "sitting_events_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_events" ADD CONSTRAINT "sitting_events_room_id_sitting_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."sitting_rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_events" ADD CONSTRAINT "sitting_events_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_events" ADD CONSTRAINT "sitting_events_by_id_people_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_rooms" ADD CONSTRAINT "sitting_rooms_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_rooms" ADD CONSTRAINT "sitting_rooms_closed_by_people_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempt_papers_person" ON "attempt_papers" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "room_invigilators_person" ON "room_invigilators" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "sitting_events_sitting" ON "sitting_events" USING btree ("sitting_id","at");--> statement-breakpoint
CREATE INDEX "sitting_events_attempt" ON "sitting_events" USING btree ("attempt_id","at");--> statement-breakpoint
ALTER TABLE "attempt_items" ADD CONSTRAINT "attempt_items_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_id_attempt_papers_id_fk" FOREIGN KEY ("id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_room_id_sitting_rooms_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."sitting_rooms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "registrations_waiting" ON "registrations" USING btree ("sitting_id","waiting_since") WHERE "registrations"."waiting_since" is not null and "registrations"."withdrawn_at" is null;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_chair" UNIQUE("room_id","chair");--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_paused" CHECK ("attempts"."paused_at" is not null or "attempts"."paused_until" is null);--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_break" CHECK ("attempts"."break_ms" >= 0);--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_extra" CHECK ("registrations"."extra_minutes" between 0 and 480);--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_break" CHECK ("registrations"."break_minutes" between 0 and 240);--> statement-breakpoint
ALTER TABLE "sittings" ADD CONSTRAINT "sittings_late" CHECK ("sittings"."late_minutes" between 0 and 1440);--> statement-breakpoint
ALTER TABLE "sittings" ADD CONSTRAINT "sittings_spread" CHECK ("sittings"."spread_seconds" between 0 and 120);--> statement-breakpoint
-- What only a desk shows need not outlive a crash.
ALTER TABLE "attempt_presence" SET UNLOGGED;--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY['attempt_papers', 'sitting_events'] LOOP
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
--> statement-breakpoint
-- While it is open, the clock and the seat of an attempt move; who, what and since when stay, and so does all once it is in.
CREATE OR REPLACE FUNCTION guard_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.handed_in_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.sitting_id <> OLD.sitting_id
		OR NEW.person_id <> OLD.person_id OR NEW.started_at <> OLD.started_at
	THEN
		RAISE EXCEPTION 'attempts are handed in once and never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
