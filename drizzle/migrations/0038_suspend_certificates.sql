CREATE TABLE "certificate_suspensions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"certificate_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"reason" text NOT NULL,
	"from_on" date NOT NULL,
	"suspended_by" uuid,
	"suspended_at" timestamp with time zone NOT NULL,
	"cured_on" date,
	"cured_by" uuid,
	"cured_at" timestamp with time zone,
	"cure_reason" text,
	CONSTRAINT "certificate_suspensions_cured" CHECK (num_nonnulls("certificate_suspensions"."cured_on", "certificate_suspensions"."cured_at", "certificate_suspensions"."cure_reason") in (0, 3)),
	CONSTRAINT "certificate_suspensions_dates" CHECK ("certificate_suspensions"."cured_on" >= "certificate_suspensions"."from_on")
);
--> statement-breakpoint
ALTER TABLE "certificates" DROP CONSTRAINT "certificates_one_per_attempt";--> statement-breakpoint
ALTER TABLE "certificates" ADD COLUMN "replaces" uuid;--> statement-breakpoint
ALTER TABLE "certificate_suspensions" ADD CONSTRAINT "certificate_suspensions_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_suspensions" ADD CONSTRAINT "certificate_suspensions_suspended_by_people_id_fk" FOREIGN KEY ("suspended_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_suspensions" ADD CONSTRAINT "certificate_suspensions_cured_by_people_id_fk" FOREIGN KEY ("cured_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_suspensions_certificate" ON "certificate_suspensions" USING btree ("certificate_id");--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_suspensions_open_once" ON "certificate_suspensions" USING btree ("certificate_id","cause") WHERE "certificate_suspensions"."cured_at" is null;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_replaces_certificates_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_per_attempt" ON "certificates" USING btree ("attempt_id") WHERE "certificates"."replaces" is null;--> statement-breakpoint
CREATE INDEX "certificates_attempt" ON "certificates" USING btree ("attempt_id");--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_replaced_once" UNIQUE("replaces");--> statement-breakpoint
-- A suspension is ended once; what it said stays.
CREATE FUNCTION guard_suspension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR OLD.cured_at IS NOT NULL OR NEW.cured_at IS NULL
		OR (to_jsonb(NEW) - ARRAY['cured_on', 'cured_by', 'cured_at', 'cure_reason'])
			<> (to_jsonb(OLD) - ARRAY['cured_on', 'cured_by', 'cured_at', 'cure_reason'])
	THEN
		RAISE EXCEPTION 'suspensions are ended once and never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER certificate_suspensions_ended_once BEFORE UPDATE OR DELETE ON certificate_suspensions
	FOR EACH ROW EXECUTE FUNCTION guard_suspension();
--> statement-breakpoint
CREATE TRIGGER certificate_suspensions_kept BEFORE TRUNCATE ON certificate_suspensions
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
