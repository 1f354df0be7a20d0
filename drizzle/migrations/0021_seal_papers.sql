CREATE TABLE "sitting_papers" (
	"sitting_id" uuid NOT NULL,
	"paper_id" uuid NOT NULL,
	CONSTRAINT "sitting_papers_sitting_id_paper_id_pk" PRIMARY KEY("sitting_id","paper_id")
);
--> statement-breakpoint
ALTER TABLE "assemblies" ADD COLUMN "shared" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "papers" ADD COLUMN "editor_ids" uuid[] DEFAULT '{}'::uuid[] NOT NULL;--> statement-breakpoint
ALTER TABLE "sitting_papers" ADD CONSTRAINT "sitting_papers_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sitting_papers" ADD CONSTRAINT "sitting_papers_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sitting_papers_paper" ON "sitting_papers" USING btree ("paper_id");--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_other_people" CHECK ("papers"."reviewer_id" is null or "papers"."reviewer_id" <> all ("papers"."editor_ids"));