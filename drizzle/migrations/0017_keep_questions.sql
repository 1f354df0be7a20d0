CREATE TABLE "assemblies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"blueprint_id" uuid NOT NULL,
	"papers" integer NOT NULL,
	"seed" text NOT NULL,
	"status" text NOT NULL,
	"outcome" jsonb,
	"requested_by" uuid,
	"requested_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "case_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"case_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"title" jsonb NOT NULL,
	"material" jsonb NOT NULL,
	"pictures" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_versions_number" UNIQUE("case_id","version")
);
--> statement-breakpoint
CREATE TABLE "imported_questions" (
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"line" integer NOT NULL,
	"code" text,
	"revision" integer,
	"question" jsonb,
	"about" jsonb NOT NULL,
	"problems" jsonb NOT NULL,
	"likes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"pictures" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "imported_questions_import_id_position_pk" PRIMARY KEY("import_id","position")
);
--> statement-breakpoint
CREATE TABLE "item_cases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "item_cases_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "item_comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"item_id" uuid NOT NULL,
	"item_version_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "item_enemies" (
	"item_id" uuid NOT NULL,
	"enemy_id" uuid NOT NULL,
	CONSTRAINT "item_enemies_item_id_enemy_id_pk" PRIMARY KEY("item_id","enemy_id"),
	CONSTRAINT "item_enemies_order" CHECK ("item_enemies"."item_id" < "item_enemies"."enemy_id")
);
--> statement-breakpoint
CREATE TABLE "item_exposures" (
	"item_id" uuid NOT NULL,
	"sitting_id" uuid NOT NULL,
	"shown" integer NOT NULL,
	"last_shown_at" timestamp with time zone NOT NULL,
	CONSTRAINT "item_exposures_item_id_sitting_id_pk" PRIMARY KEY("item_id","sitting_id")
);
--> statement-breakpoint
CREATE TABLE "item_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"format" text NOT NULL,
	"defaults" jsonb NOT NULL,
	"status" text NOT NULL,
	"source" "bytea",
	"summary" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "item_laws" (
	"item_id" uuid NOT NULL,
	"law_id" uuid NOT NULL,
	"article" text DEFAULT '' NOT NULL,
	CONSTRAINT "item_laws_item_id_law_id_article_pk" PRIMARY KEY("item_id","law_id","article")
);
--> statement-breakpoint
CREATE TABLE "item_statistics" (
	"item_version_id" uuid PRIMARY KEY NOT NULL,
	"candidates" integer NOT NULL,
	"facility" real NOT NULL,
	"discrimination" real,
	"computed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "law_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"law_id" uuid NOT NULL,
	"in_force_on" date NOT NULL,
	"note" text NOT NULL,
	"recorded_by" uuid,
	"recorded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "laws" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"in_force_on" date,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "laws_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "paper_comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"paper_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "paper_items" (
	"paper_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item_version_id" uuid NOT NULL,
	"option_order" text[] NOT NULL,
	"marks" integer NOT NULL,
	CONSTRAINT "paper_items_paper_id_position_pk" PRIMARY KEY("paper_id","position")
);
--> statement-breakpoint
CREATE TABLE "paper_openers" (
	"paper_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	CONSTRAINT "paper_openers_paper_id_person_id_pk" PRIMARY KEY("paper_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "paper_openings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"paper_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"content_hash" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "papers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"assembly_id" uuid NOT NULL,
	"blueprint_id" uuid NOT NULL,
	"form" text NOT NULL,
	"status" text NOT NULL,
	"realised" jsonb NOT NULL,
	"setter_id" uuid,
	"reviewer_id" uuid,
	"reviewed_at" timestamp with time zone,
	"sealed_by" uuid,
	"sealed_at" timestamp with time zone,
	"content_hash" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "papers_form" UNIQUE("assembly_id","form"),
	CONSTRAINT "papers_two_people" CHECK ("papers"."reviewer_id" is null or "papers"."reviewer_id" <> "papers"."setter_id"),
	CONSTRAINT "papers_sealed" CHECK (("papers"."content_hash" is null) = ("papers"."sealed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "practice_items" (
	"set_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"item_version_id" uuid NOT NULL,
	"option_order" text[] NOT NULL,
	"given" jsonb,
	"share" real,
	"is_answered" boolean DEFAULT false NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "practice_items_set_id_position_pk" PRIMARY KEY("set_id","position")
);
--> statement-breakpoint
CREATE TABLE "practice_sets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"area" text,
	"started_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "blueprints" ADD COLUMN "published_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "blueprints" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "blueprints" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "item_keys" ADD COLUMN "question" jsonb;--> statement-breakpoint
ALTER TABLE "item_keys" ADD COLUMN "aliases" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "item_versions" ADD COLUMN "shown" jsonb;--> statement-breakpoint
ALTER TABLE "item_versions" ADD COLUMN "case_version_id" uuid;--> statement-breakpoint
ALTER TABLE "item_versions" ADD COLUMN "pictures" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "item_versions" ADD COLUMN "created_by" uuid;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "use" text DEFAULT 'exam' NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "version_id" uuid;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "type" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "competency" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "module" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "difficulty" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "seconds" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "source" text;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "tags" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "case_id" uuid;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "case_place" integer;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "review_again_on" date;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "sketch" integer[] DEFAULT '{}'::int[] NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ADD COLUMN "terms" "tsvector" DEFAULT ''::tsvector NOT NULL;--> statement-breakpoint
ALTER TABLE "assemblies" ADD CONSTRAINT "assemblies_blueprint_id_blueprints_id_fk" FOREIGN KEY ("blueprint_id") REFERENCES "public"."blueprints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assemblies" ADD CONSTRAINT "assemblies_requested_by_people_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_versions" ADD CONSTRAINT "case_versions_case_id_item_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."item_cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_questions" ADD CONSTRAINT "imported_questions_import_id_item_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."item_imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_comments" ADD CONSTRAINT "item_comments_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_comments" ADD CONSTRAINT "item_comments_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_comments" ADD CONSTRAINT "item_comments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_enemies" ADD CONSTRAINT "item_enemies_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_enemies" ADD CONSTRAINT "item_enemies_enemy_id_items_id_fk" FOREIGN KEY ("enemy_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_exposures" ADD CONSTRAINT "item_exposures_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_imports" ADD CONSTRAINT "item_imports_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_laws" ADD CONSTRAINT "item_laws_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_laws" ADD CONSTRAINT "item_laws_law_id_laws_id_fk" FOREIGN KEY ("law_id") REFERENCES "public"."laws"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_statistics" ADD CONSTRAINT "item_statistics_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "law_changes" ADD CONSTRAINT "law_changes_law_id_laws_id_fk" FOREIGN KEY ("law_id") REFERENCES "public"."laws"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "law_changes" ADD CONSTRAINT "law_changes_recorded_by_people_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_comments" ADD CONSTRAINT "paper_comments_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_comments" ADD CONSTRAINT "paper_comments_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_items" ADD CONSTRAINT "paper_items_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_items" ADD CONSTRAINT "paper_items_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_openers" ADD CONSTRAINT "paper_openers_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_openers" ADD CONSTRAINT "paper_openers_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_openings" ADD CONSTRAINT "paper_openings_paper_id_papers_id_fk" FOREIGN KEY ("paper_id") REFERENCES "public"."papers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "paper_openings" ADD CONSTRAINT "paper_openings_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_assembly_id_assemblies_id_fk" FOREIGN KEY ("assembly_id") REFERENCES "public"."assemblies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_blueprint_id_blueprints_id_fk" FOREIGN KEY ("blueprint_id") REFERENCES "public"."blueprints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_setter_id_people_id_fk" FOREIGN KEY ("setter_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_reviewer_id_people_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "papers" ADD CONSTRAINT "papers_sealed_by_people_id_fk" FOREIGN KEY ("sealed_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_items" ADD CONSTRAINT "practice_items_set_id_practice_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."practice_sets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_items" ADD CONSTRAINT "practice_items_item_version_id_item_versions_id_fk" FOREIGN KEY ("item_version_id") REFERENCES "public"."item_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "practice_sets" ADD CONSTRAINT "practice_sets_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assemblies_blueprint" ON "assemblies" USING btree ("blueprint_id","requested_at");--> statement-breakpoint
CREATE INDEX "item_comments_item" ON "item_comments" USING btree ("item_id","created_at");--> statement-breakpoint
CREATE INDEX "item_enemies_enemy" ON "item_enemies" USING btree ("enemy_id");--> statement-breakpoint
CREATE INDEX "item_imports_person" ON "item_imports" USING btree ("person_id","created_at");--> statement-breakpoint
CREATE INDEX "item_laws_law" ON "item_laws" USING btree ("law_id");--> statement-breakpoint
CREATE INDEX "law_changes_law" ON "law_changes" USING btree ("law_id");--> statement-breakpoint
CREATE INDEX "paper_comments_paper" ON "paper_comments" USING btree ("paper_id","created_at");--> statement-breakpoint
CREATE INDEX "paper_items_version" ON "paper_items" USING btree ("item_version_id");--> statement-breakpoint
CREATE INDEX "paper_openings_paper" ON "paper_openings" USING btree ("paper_id","opened_at");--> statement-breakpoint
CREATE INDEX "papers_blueprint" ON "papers" USING btree ("blueprint_id");--> statement-breakpoint
CREATE INDEX "practice_sets_person" ON "practice_sets" USING btree ("person_id","started_at");--> statement-breakpoint
ALTER TABLE "blueprints" ADD CONSTRAINT "blueprints_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_versions" ADD CONSTRAINT "item_versions_case_version_id_case_versions_id_fk" FOREIGN KEY ("case_version_id") REFERENCES "public"."case_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_versions" ADD CONSTRAINT "item_versions_created_by_people_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_case_id_item_cases_id_fk" FOREIGN KEY ("case_id") REFERENCES "public"."item_cases"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "items_status" ON "items" USING btree ("status","code");--> statement-breakpoint
CREATE INDEX "items_case" ON "items" USING btree ("case_id");--> statement-breakpoint
CREATE INDEX "items_review_again" ON "items" USING btree ("review_again_on");--> statement-breakpoint
CREATE INDEX "items_sketch" ON "items" USING gin ("sketch");--> statement-breakpoint
CREATE INDEX "items_terms" ON "items" USING gin ("terms");--> statement-breakpoint
CREATE INDEX "items_tags" ON "items" USING gin ("tags");--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_difficulty" CHECK ("items"."difficulty" between 0 and 1000);