CREATE TABLE "lapse_warnings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"ladder" text NOT NULL,
	"tier" text NOT NULL,
	"consequence" text NOT NULL,
	"warned_on" date NOT NULL,
	"act_from" date NOT NULL,
	"policy_version_id" uuid NOT NULL,
	"explanation" jsonb NOT NULL,
	"warned_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "lapse_warnings_once" UNIQUE("person_id","ladder","tier","consequence","warned_on"),
	CONSTRAINT "lapse_warnings_before" CHECK ("lapse_warnings"."act_from" >= "lapse_warnings"."warned_on")
);
--> statement-breakpoint
ALTER TABLE "lapse_warnings" ADD CONSTRAINT "lapse_warnings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lapse_warnings" ADD CONSTRAINT "lapse_warnings_policy_version_id_policy_versions_id_fk" FOREIGN KEY ("policy_version_id") REFERENCES "public"."policy_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "lapse_warnings" ADD CONSTRAINT "lapse_warnings_warned_by_people_id_fk" FOREIGN KEY ("warned_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER lapse_warnings_unchanging BEFORE UPDATE OR DELETE ON lapse_warnings
	FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER lapse_warnings_kept BEFORE TRUNCATE ON lapse_warnings
	FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
