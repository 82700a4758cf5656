BEGIN TRANSACTION;
CREATE TABLE prompts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, content TEXT NOT NULL, description TEXT, tags TEXT NOT NULL,
    metadata TEXT NOT NULL, options TEXT NOT NULL, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    next_version INTEGER NOT NULL DEFAULT 1);
INSERT INTO "prompts" VALUES('1c35e196b1b1','triage','{"messages":[{"role":"system","content":"You sort support tickets.\nAnswer with one word."}],"model":"small","parameters":{"temperature":0.9,"max_tokens":300,"stop":["END"]},"tools":[{"name":"find","description":"Finds a ticket.","parameters":{"type":"object","properties":{"id":{"enum":["a",null,0.5]}}},"strict":false}],"tool_choice":{"name":"find"},"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}}','Sorts tickets.','{"team":"desk"}','{"owner":{"since":2024}}','{}','acme/shop/dev/triage','2026-11-29T01:48:53.614081+00:00',3);
INSERT INTO "prompts" VALUES('669b62bcf219','summary','{"template":"Summarise {{text}}."}',NULL,'{}','{}','{}','acme/shop/dev/summary','2026-11-29T01:48:53.631781+00:00',1);
CREATE TABLE registry (id TEXT NOT NULL);
INSERT INTO "registry" VALUES('d0e39575');
CREATE TABLE versions (
    prompt_id TEXT NOT NULL REFERENCES prompts(id) ON DELETE CASCADE, version INTEGER NOT NULL, content TEXT NOT NULL,
    description TEXT, version_name TEXT, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    PRIMARY KEY (prompt_id, version), UNIQUE (prompt_id, version_name));
INSERT INTO "versions" VALUES('1c35e196b1b1',1,'{"messages":[{"role":"system","content":"You sort support tickets.\nAnswer with one word."},{"role":"user","content":["Ticket: {{ticket}}","Über »Grüße« 👩🏽‍🚀"],"name":"ada"}],"model":"small","parameters":{"temperature":0.9,"max_tokens":300,"stop":["END"]},"tools":[{"name":"find","description":"Finds a ticket.","parameters":{"type":"object","properties":{"id":{"enum":["a",null,0.5]}}},"strict":false}],"tool_choice":{"name":"find"},"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}}','The first.','stable','acme/shop/dev/published','2026-11-29T01:48:53.630940+00:00');
INSERT INTO "versions" VALUES('1c35e196b1b1',2,'{"messages":[{"role":"system","content":"You sort support tickets.\nAnswer with one word."}],"model":"small","parameters":{"temperature":0.9,"max_tokens":300,"stop":["END"]},"tools":[{"name":"find","description":"Finds a ticket.","parameters":{"type":"object","properties":{"id":{"enum":["a",null,0.5]}}},"strict":false}],"tool_choice":{"name":"find"},"response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}}',NULL,NULL,'acme/shop/dev/published','2026-11-29T01:48:53.631569+00:00');
COMMIT;
