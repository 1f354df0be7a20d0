CREATE TABLE "certificate_keeps" (
	"certificate_id" uuid NOT NULL,
	"result_version" integer NOT NULL,
	"reason" text NOT NULL,
	"kept_by" uuid,
	"kept_at" timestamp with time zone NOT NULL,
	CONSTRAINT "certificate_keeps_certificate_id_result_version_pk" PRIMARY KEY("certificate_id","result_version")
);
--> statement-breakpoint
CREATE TABLE "appeals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"attempt_id" uuid NOT NULL,
	"position" integer,
	"result_version" integer NOT NULL,
	"reason" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"outcome" text,
	"decision" text,
	"earned_before" integer,
	"earned_after" integer,
	"regrade_id" uuid,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	CONSTRAINT "appeals_decided" CHECK (("appeals"."decided_at" is null) = ("appeals"."outcome" is null)),
	CONSTRAINT "appeals_ended_once" CHECK ("appeals"."decided_at" is null or "appeals"."withdrawn_at" is null)
);
--> statement-breakpoint
CREATE TABLE "regrade_effects" (
	"regrade_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"moves" integer NOT NULL,
	"crosses" integer NOT NULL,
	"released" boolean NOT NULL,
	CONSTRAINT "regrade_effects_regrade_id_attempt_id_pk" PRIMARY KEY("regrade_id","attempt_id")
);
--> statement-breakpoint
CREATE TABLE "regrades" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"item_version_id" uuid NOT NULL,
	"kind" text DEFAULT 'key' NOT NULL,
	"policy" text DEFAULT 'keepBest' NOT NULL,
	"key" jsonb,
	"reason" text DEFAULT '' NOT NULL,
	"drafted_by" uuid,
	"drafted_at" timestamp with time zone NOT NULL,
	"trial" jsonb,
	"trial_hash" text,
	"tried_at" timestamp with time zone,
	"proposed_by" uuid,
	"proposed_at" timestamp with time zone,
	"outcome" text,
	"outcome_reason" text DEFAULT '' NOT NULL,
	"ended_by" uuid,
	"ended_at" timestamp with time zone,
	"correction_id" uuid,
	CONSTRAINT "regrades_tried" CHECK ("regrades"."proposed_at" is null or "regrades"."trial_hash" is not null),
	CONSTRAINT "regrades_ended" CHECK (("regrades"."ended_at" is null) = ("regrades"."outcome" is null)),
	CONSTRAINT "regrades_applied" CHECK (("regrades"."outcome" = 'applied') = ("regrades"."correction_id" is not null))
);
--> statement-breakpoint
ALTER TABLE "key_corrections" ADD COLUMN "aliases" jsonb;--> statement-breakpoint
ALTER TABLE "key_corrections" ADD COLUMN "also" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "key_corrections" ADD COLUMN "credit" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_keeps" ADD CONSTRAINT "certificate_keeps_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_keeps" ADD CONSTRAINT "certificate_keeps_kept_by_people_id_fk" FOREIGN KEY ("kept_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_effects" ADD CONSTRAINT "regrade_effects_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_effects" ADD CONSTRAINT "regrade_effects_attempt_id_attempt_papers_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempt_papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_drafted_by_people_id_fk" FOREIGN KEY ("drafted_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_proposed_by_people_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_ended_by_people_id_fk" FOREIGN KEY ("ended_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrades" ADD CONSTRAINT "regrades_correction_id_key_corrections_id_fk" FOREIGN KEY ("correction_id") REFERENCES "public"."key_corrections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "appeals_attempt" ON "appeals" USING btree ("attempt_id");--> statement-breakpoint
CREATE UNIQUE INDEX "appeals_open_once" ON "appeals" USING btree ("attempt_id",coalesce("position", 0)) WHERE "appeals"."decided_at" is null and "appeals"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "regrades_sitting" ON "regrades" USING btree ("sitting_id","drafted_at");--> statement-breakpoint
CREATE UNIQUE INDEX "regrades_proposed_once" ON "regrades" USING btree ("sitting_id") WHERE "regrades"."proposed_at" is not null and "regrades"."ended_at" is null;--> statement-breakpoint
-- That a certificate stands was decided as it was.
CREATE TRIGGER certificate_keeps_unchanging BEFORE UPDATE OR DELETE ON certificate_keeps
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
