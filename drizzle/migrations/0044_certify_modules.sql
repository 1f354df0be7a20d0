DROP INDEX "certificates_one_per_attempt";--> statement-breakpoint
DROP INDEX "certificates_attempt";--> statement-breakpoint
DROP INDEX "certificate_request_items_open_once";--> statement-breakpoint
ALTER TABLE "certificate_request_items" DROP CONSTRAINT "certificate_request_items_request_id_attempt_id_pk";--> statement-breakpoint
ALTER TABLE "certificate_request_items" ALTER COLUMN "attempt_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_requests" ALTER COLUMN "sitting_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificates" ALTER COLUMN "attempt_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD COLUMN "completion_id" uuid;--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD COLUMN "ground_id" uuid GENERATED ALWAYS AS (coalesce(attempt_id, completion_id)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD CONSTRAINT "certificate_request_items_request_id_ground_id_pk" PRIMARY KEY("request_id","ground_id");--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "completion_id" uuid;--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "ground_id" uuid GENERATED ALWAYS AS (coalesce(attempt_id, completion_id)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "certificate_kinds" ADD COLUMN "module_id" uuid;--> statement-breakpoint
ALTER TABLE "certificate_kinds" ADD COLUMN "name_zh" text;--> statement-breakpoint
ALTER TABLE "certificate_kinds" ADD COLUMN "name_en" text;--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD CONSTRAINT "certificate_request_items_completion_id_completions_id_fk" FOREIGN KEY ("completion_id") REFERENCES "public"."completions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD CONSTRAINT "certificate_requests_kind_certificate_kinds_id_fk" FOREIGN KEY ("kind") REFERENCES "public"."certificate_kinds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_completion_id_completions_id_fk" FOREIGN KEY ("completion_id") REFERENCES "public"."completions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_kinds" ADD CONSTRAINT "certificate_kinds_module_id_modules_id_fk" FOREIGN KEY ("module_id") REFERENCES "public"."modules"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_per_ground" ON "certificates" USING btree ("ground_id") WHERE "certificates"."replaces" is null;--> statement-breakpoint
CREATE INDEX "certificates_ground_id" ON "certificates" USING btree ("ground_id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_request_items_open_once" ON "certificate_request_items" USING btree ("ground_id") WHERE "certificate_request_items"."result" is null;--> statement-breakpoint
ALTER TABLE "certificate_kinds" ADD CONSTRAINT "certificate_kinds_one_per_module" UNIQUE("module_id");--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD CONSTRAINT "certificate_request_items_ground" CHECK (num_nonnulls("certificate_request_items"."attempt_id", "certificate_request_items"."completion_id") = 1);--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD CONSTRAINT "certificate_requests_about" CHECK (num_nonnulls("certificate_requests"."sitting_id", "certificate_requests"."kind") = 1);--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_ground" CHECK (num_nonnulls("certificates"."attempt_id", "certificates"."completion_id") = 1);--> statement-breakpoint
ALTER TABLE "certificate_kinds" ADD CONSTRAINT "certificate_kinds_module" CHECK (num_nonnulls("certificate_kinds"."module_id", "certificate_kinds"."name_zh", "certificate_kinds"."name_en") in (0, 3));--> statement-breakpoint
-- What became of an attempt or a completion that a certificate was asked for is settled once.
CREATE OR REPLACE FUNCTION guard_request_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.result IS NOT NULL OR NEW.result IS NULL OR NEW.request_id <> OLD.request_id
		OR (NEW.attempt_id, NEW.completion_id) IS DISTINCT FROM (OLD.attempt_id, OLD.completion_id)
	THEN
		RAISE EXCEPTION 'requests for certificates are settled once and never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
