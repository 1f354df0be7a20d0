CREATE TABLE "certificate_request_items" (
	"request_id" uuid NOT NULL,
	"attempt_id" uuid NOT NULL,
	"result" text,
	"certificate_id" uuid,
	CONSTRAINT "certificate_request_items_request_id_attempt_id_pk" PRIMARY KEY("request_id","attempt_id"),
	CONSTRAINT "certificate_request_items_issued" CHECK (("certificate_request_items"."result" = 'issued') = ("certificate_request_items"."certificate_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "certificate_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sitting_id" uuid NOT NULL,
	"requested_by" uuid,
	"requested_at" timestamp with time zone NOT NULL,
	"outcome" text,
	"reason" text DEFAULT '' NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "certificate_requests_decided" CHECK (("certificate_requests"."outcome" is null) = ("certificate_requests"."decided_at" is null)),
	CONSTRAINT "certificate_requests_finished" CHECK ("certificate_requests"."finished_at" is null or "certificate_requests"."decided_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD CONSTRAINT "certificate_request_items_request_id_certificate_requests_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."certificate_requests"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD CONSTRAINT "certificate_request_items_attempt_id_attempts_id_fk" FOREIGN KEY ("attempt_id") REFERENCES "public"."attempts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_request_items" ADD CONSTRAINT "certificate_request_items_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD CONSTRAINT "certificate_requests_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD CONSTRAINT "certificate_requests_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_requests" ADD CONSTRAINT "certificate_requests_decided_by_people_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_request_items_open_once" ON "certificate_request_items" USING btree ("attempt_id") WHERE "certificate_request_items"."result" is null;--> statement-breakpoint
CREATE INDEX "certificate_requests_requested" ON "certificate_requests" USING btree ("requested_at");--> statement-breakpoint
-- What became of an attempt that a certificate was asked for is settled once.
CREATE FUNCTION guard_request_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.result IS NOT NULL OR NEW.result IS NULL
		OR NEW.request_id <> OLD.request_id OR NEW.attempt_id <> OLD.attempt_id
	THEN
		RAISE EXCEPTION 'requests for certificates are settled once and never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER certificate_request_items_settled_once BEFORE UPDATE OR DELETE ON certificate_request_items
	FOR EACH ROW EXECUTE FUNCTION guard_request_item();
