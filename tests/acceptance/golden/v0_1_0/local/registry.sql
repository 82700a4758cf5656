BEGIN TRANSACTION;
CREATE TABLE prompts (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, content TEXT NOT NULL, description TEXT, tags TEXT NOT NULL,
    metadata TEXT NOT NULL, options TEXT NOT NULL, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    next_version INTEGER NOT NULL DEFAULT 1);
INSERT INTO "prompts" VALUES('e41123f85c5f','summary','{"template":"Summarise in {{language}}, in {{words}} words:\n\n{{text}}\n","model":"small","parameters":{"temperature":0.9,"top_p":0.1,"max_tokens":300,"stop":["END"]}}','Summaries of tickets','{"team":"support"}','{}','{}','organization/acme/dev/summary','2026-11-21T08:53:05.094301+00:00',2);
INSERT INTO "prompts" VALUES('6534b58f994f','support-triage','{"messages":[{"role":"system","content":"You sort support tickets.\nAnswer by a call of the tool."},{"role":"user","content":"The printer is on fire."},{"role":"assistant","content":"urgent"},{"role":"user","content":"Ticket: {{ticket}}"}],"model":"large","provider":"acme","parameters":{"temperature":0.0,"seed":7,"reasoning_effort":"low"},"tools":[{"name":"sort","description":"Sorts a ticket","parameters":{"properties":{"queue":{"type":"string"},"weight":{"type":"number"}},"type":"object"},"strict":false}],"tool_choice":{"name":"sort"},"response_format":{"type":"json_object"}}',NULL,'{}','{"owner":{"rotas":[1,2.5],"name":"desk"}}','{}','organization/acme/dev/triage','2026-11-21T08:53:05.106308+00:00',2);
INSERT INTO "prompts" VALUES('19734ac51f57','confidential','{"template":"What {{customer}} must not know."}',NULL,'{}','{}','{}','organization/acme/dev/confidential','2026-11-21T08:53:05.107992+00:00',2);
CREATE TABLE registry (id TEXT NOT NULL);
INSERT INTO "registry" VALUES('094195ac');
CREATE TABLE versions (
    prompt_id TEXT NOT NULL REFERENCES prompts(id) ON DELETE CASCADE, version INTEGER NOT NULL, content TEXT NOT NULL,
    description TEXT, version_name TEXT, marker TEXT NOT NULL, created_at TEXT NOT NULL,
    PRIMARY KEY (prompt_id, version), UNIQUE (prompt_id, version_name));
INSERT INTO "versions" VALUES('19734ac51f57',1,'{"template":"What {{customer}} must not know."}',NULL,NULL,'organization/acme/dev/confidential','2026-11-21T08:53:05.334471+00:00');
INSERT INTO "versions" VALUES('e41123f85c5f',1,'{"template":"Summarise in {{language}}, in {{words}} words:\n\n{{text}}\n","model":"small","parameters":{"temperature":0.9,"top_p":0.1,"max_tokens":300,"stop":["END"]}}','First',NULL,'organization/acme/dev/summary','2026-11-21T08:53:05.341310+00:00');
INSERT INTO "versions" VALUES('6534b58f994f',1,'{"messages":[{"role":"system","content":"You sort support tickets.\nAnswer by a call of the tool."},{"role":"user","content":"The printer is on fire."},{"role":"assistant","content":"urgent"},{"role":"user","content":"Ticket: {{ticket}}"}],"model":"large","provider":"acme","parameters":{"temperature":0.0,"seed":7,"reasoning_effort":"low"},"tools":[{"name":"sort","description":"Sorts a ticket","parameters":{"properties":{"queue":{"type":"string"},"weight":{"type":"number"}},"type":"object"},"strict":false}],"tool_choice":{"name":"sort"},"response_format":{"type":"json_object"}}',NULL,'first','organization/acme/dev/triage','2026-11-21T08:53:05.357818+00:00');
COMMIT;
