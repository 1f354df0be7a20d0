CREATE TABLE "certificate_templates" (
	"version" integer PRIMARY KEY NOT NULL,
	"design" jsonb NOT NULL,
	"saved_by" uuid,
	"saved_at" timestamp with time zone NOT NULL,
	"published_by" uuid,
	"published_at" timestamp with time zone,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "certificate_templates_reason" CHECK (("certificate_templates"."published_at" is null) = ("certificate_templates"."reason" = ''))
);
--> statement-breakpoint
ALTER TABLE "certificate_templates" ADD CONSTRAINT "certificate_templates_saved_by_people_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificate_templates" ADD CONSTRAINT "certificate_templates_published_by_people_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_templates_one_draft" ON "certificate_templates" USING btree (("published_at" is null)) WHERE "certificate_templates"."published_at" is null;
--> statement-breakpoint
-- A version is worked on until it is published, and never changed after that.
CREATE TRIGGER certificate_templates_published_once BEFORE UPDATE OR DELETE ON certificate_templates
	FOR EACH ROW EXECUTE FUNCTION guard_end('published_at', 'published_by', 'reason', 'design', 'saved_by', 'saved_at');
--> statement-breakpoint
CREATE TRIGGER certificate_templates_kept BEFORE TRUNCATE ON certificate_templates
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
