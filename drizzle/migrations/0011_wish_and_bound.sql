CREATE TABLE "trainee_wishes" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"customers" text[] NOT NULL,
	"languages" text[] NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "matchings" ADD COLUMN "unit_path" text NOT NULL;--> statement-breakpoint
ALTER TABLE "trainee_wishes" ADD CONSTRAINT "trainee_wishes_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;