BEGIN TRANSACTION;
CREATE TABLE prompts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, content TEXT NOT NULL, description TEXT, tags TEXT NOT NULL,
    metadata TEXT NOT NULL, options TEXT NOT NULL, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    next_version INTEGER NOT NULL DEFAULT 1, nonce TEXT);
INSERT INTO "prompts" VALUES('5d53c5d7401d','triage','{"template":"Sort {{ticket}}."}','Sorts tickets.','{"team":"desk"}','{"owner":{"since":2024}}','{}','acme/shop/dev/triage','2026-11-29T01:55:23.440846+00:00',3,'0123456789abcdef');
CREATE TABLE registry (id TEXT NOT NULL);
INSERT INTO "registry" VALUES('94eb269c');
CREATE TABLE versions (
    prompt_id TEXT NOT NULL REFERENCES prompts(id) ON DELETE CASCADE, version INTEGER NOT NULL, content TEXT NOT NULL,
    description TEXT, version_name TEXT, marker TEXT NOT NULL, created_at TEXT NOT NULL, of_prompt TEXT,
    PRIMARY KEY (prompt_id, version), UNIQUE (prompt_id, version_name));
INSERT INTO "versions" VALUES('5d53c5d7401d',1,'{"template":"Sort {{ticket}}."}',NULL,NULL,'acme/shop/dev/published','2026-11-29T01:55:23.496476+00:00','acme/shop/dev/triage');
INSERT INTO "versions" VALUES('5d53c5d7401d',2,'{"template":"Sort {{ticket}}."}',NULL,'stable','acme/shop/dev/published','2026-11-29T01:55:23.497140+00:00','acme/shop/dev/triage');
COMMIT;
PRAGMA user_version = 1;
