CREATE TABLE "certificate_shares" (
	"id" uuid PRIMARY KEY NOT NULL,
	"certificate_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"ends_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"uses" integer DEFAULT 0 NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "certificate_shares_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "certificate_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_by" uuid,
	"created_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "certificate_tokens_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "credential_files" (
	"sha256" text PRIMARY KEY NOT NULL,
	"certificate_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"issuer" text NOT NULL,
	"content" text,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "credential_files_kept" CHECK (("credential_files"."content" is null) = ("credential_files"."kind" = 'pdf'))
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"algorithm" text NOT NULL,
	"public" jsonb NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "status_lists" (
	"number" integer PRIMARY KEY NOT NULL,
	"signed" text,
	"revoked" integer DEFAULT 0 NOT NULL,
	"signed_at" timestamp with time zone,
	"valid_until" timestamp with time zone,
	CONSTRAINT "status_lists_signed" CHECK (("status_lists"."signed" is null) = ("status_lists"."signed_at" is null) and ("status_lists"."signed" is null) = ("status_lists"."valid_until" is null))
);
--> statement-breakpoint
CREATE TABLE "status_places" (
	"certificate_id" uuid PRIMARY KEY NOT NULL,
	"list" integer NOT NULL,
	"place" integer NOT NULL,
	CONSTRAINT "status_places_once" UNIQUE("list","place")
);
--> statement-breakpoint
ALTER TABLE "certificate_shares" ADD CONSTRAINT "certificate_shares_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_tokens" ADD CONSTRAINT "certificate_tokens_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credential_files" ADD CONSTRAINT "credential_files_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_places" ADD CONSTRAINT "status_places_certificate_id_certificates_id_fk" FOREIGN KEY ("certificate_id") REFERENCES "public"."certificates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "status_places" ADD CONSTRAINT "status_places_list_status_lists_number_fk" FOREIGN KEY ("list") REFERENCES "public"."status_lists"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "certificate_shares_certificate" ON "certificate_shares" USING btree ("certificate_id");--> statement-breakpoint
CREATE INDEX "credential_files_certificate" ON "credential_files" USING btree ("certificate_id");--> statement-breakpoint
CREATE UNIQUE INDEX "credential_files_once" ON "credential_files" USING btree ("certificate_id","kind","issuer") WHERE "credential_files"."kind" <> 'pdf';--> statement-breakpoint
CREATE UNIQUE INDEX "signing_keys_current" ON "signing_keys" USING btree ("algorithm") WHERE "signing_keys"."retired_at" is null;--> statement-breakpoint
-- A key is listed for ever; only its sealing changes, and it is retired once.
CREATE FUNCTION guard_signing_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' OR (OLD.retired_at IS NOT NULL AND NEW.retired_at IS DISTINCT FROM OLD.retired_at)
		OR (to_jsonb(NEW) - '{sealed,retired_at}'::text[]) <> (to_jsonb(OLD) - '{sealed,retired_at}'::text[])
	THEN
		RAISE EXCEPTION 'signing keys are never changed' USING ERRCODE = 'integrity_constraint_violation';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER signing_keys_guarded BEFORE UPDATE OR DELETE ON signing_keys
	FOR EACH ROW EXECUTE FUNCTION guard_signing_key();
--> statement-breakpoint
CREATE TRIGGER signing_keys_kept BEFORE TRUNCATE ON signing_keys
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER status_lists_kept BEFORE DELETE ON status_lists
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
	FOREACH guarded IN ARRAY ARRAY['status_places', 'credential_files'] LOOP
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
