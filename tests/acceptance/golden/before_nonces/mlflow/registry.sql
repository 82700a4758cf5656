INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','read',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','read',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','read',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small"}','read',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/theirs/read','read',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','adopted',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','adopted',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','adopted',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small"}','adopted',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/theirs/adopted','adopted',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','notes',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','notes',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','notes',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small"}','notes',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/notes','notes',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','support-triage',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','support-triage',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','support-triage',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.0, "max_tokens": 200, "tools": [{"type": "function", "function": {"name": "sort", "description": "Sorts a ticket", "parameters": {"properties": {"queue": {"type": "string"}, "weight": {"type": "number"}}, "type": "object"}}}], "routing": "fast"}','support-triage',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/triage','support-triage',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','confidential',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','confidential',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','confidential',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small"}','confidential',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/confidential','confidential',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','summary',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','text','summary',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','Summarise in 50 words of {{language}}:

{{text}}
','summary',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.9, "max_tokens": 300, "stop_sequences": ["END"]}','summary',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/summary','summary',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','greeting',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','greeting',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','greeting',1,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small"}','greeting',1,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/desk:greeting','greeting',1,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','support-triage',2,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','support-triage',2,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe kind.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','support-triage',2,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.0, "max_tokens": 200, "tools": [{"type": "function", "function": {"name": "sort", "description": "Sorts a ticket", "parameters": {"properties": {"queue": {"type": "string"}, "weight": {"type": "number"}}, "type": "object"}}}], "routing": "fast"}','support-triage',2,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/triage','support-triage',2,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','summary',2,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','text','summary',2,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','Summarise in 60 words of {{language}}:

{{text}}
','summary',2,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.9, "max_tokens": 300, "stop_sequences": ["END"]}','summary',2,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/summary','summary',2,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','summary',3,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','text','summary',3,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','Summarise in 70 words of {{language}}:

{{text}}
','summary',3,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.9, "max_tokens": 300, "stop_sequences": ["END"]}','summary',3,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/summary','summary',3,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','support-triage',3,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','support-triage',3,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe brief.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','support-triage',3,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.0, "max_tokens": 200, "tools": [{"type": "function", "function": {"name": "sort", "description": "Sorts a ticket", "parameters": {"type": "object", "properties": {"weight": {"type": "number"}, "queue": {"type": "string"}}}}}], "routing": "fast"}','support-triage',3,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/triage','support-triage',3,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','greeting',2,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','chat','greeting',2,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','[{"role": "system", "content": "You sort support tickets.\nBe kind.\nAnswer with one word.\n"}, {"role": "user", "content": "Ticket: {{ticket}}"}]','greeting',2,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small"}','greeting',2,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/live/desk:greeting','greeting',2,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.is_prompt','true','summary',4,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_type','text','summary',4,'default');
INSERT INTO "model_version_tags" VALUES('mlflow.prompt.text','Summarise in 80 words of {{language}}:

{{text}}
','summary',4,'default');
INSERT INTO "model_version_tags" VALUES('_mlflow_prompt_model_config','{"model_name": "small", "temperature": 0.9, "max_tokens": 300, "stop_sequences": ["END"]}','summary',4,'default');
INSERT INTO "model_version_tags" VALUES('pulumi-prompts/marker','organization/acme/live/summary','summary',4,'default');
INSERT INTO "model_versions" VALUES('read',1,1795567509676,1795567509676,'',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('adopted',1,1795567509678,1795567509678,'',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('notes',1,1795567511087,1795567511087,'',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('support-triage',1,1795567511102,1795567511230,'First',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('confidential',1,1795567511110,1795567511227,'For nobody',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('summary',1,1795567511128,1795567513909,NULL,NULL,'Deleted_Internal','REDACTED-SOURCE-PATH','REDACTED-RUN-ID','READY',NULL,'REDACTED-RUN-LINK','dummy-source','default');
INSERT INTO "model_versions" VALUES('greeting',1,1795567511164,1795567511164,'',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('support-triage',2,1795567512527,1795567512593,'First',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('summary',2,1795567512539,1795567515387,NULL,NULL,'Deleted_Internal','REDACTED-SOURCE-PATH','REDACTED-RUN-ID','READY',NULL,'REDACTED-RUN-LINK','dummy-source','default');
INSERT INTO "model_versions" VALUES('summary',3,1795567513832,1795567513890,'Of tickets',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('support-triage',3,1795567513843,1795567513890,'First',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('greeting',2,1795567515313,1795567515313,'',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "model_versions" VALUES('summary',4,1795567515316,1795567515370,'Of tickets',NULL,'None','dummy-source','','READY',NULL,'','dummy-source','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','read','default');
INSERT INTO "registered_model_tags" VALUES('team','support','read','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/theirs/read','read','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','adopted','default');
INSERT INTO "registered_model_tags" VALUES('team','support','adopted','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/live/adopted','adopted','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','notes','default');
INSERT INTO "registered_model_tags" VALUES('team','support','notes','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/notes','notes','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','support-triage','default');
INSERT INTO "registered_model_tags" VALUES('team','support','support-triage','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/triage','support-triage','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','confidential','default');
INSERT INTO "registered_model_tags" VALUES('team','support','confidential','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/dev/confidential','confidential','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','summary','default');
INSERT INTO "registered_model_tags" VALUES('team','support','summary','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/live/summary','summary','default');
INSERT INTO "registered_model_tags" VALUES('mlflow.prompt.is_prompt','true','greeting','default');
INSERT INTO "registered_model_tags" VALUES('team','support','greeting','default');
INSERT INTO "registered_model_tags" VALUES('pulumi-prompts/marker','organization/acme/live/desk:greeting','greeting','default');
INSERT INTO "registered_models" VALUES('read',1795567509651,1795567509676,'Sorts','default');
INSERT INTO "registered_models" VALUES('adopted',1795567509665,1795567515274,'Adopted','default');
INSERT INTO "registered_models" VALUES('notes',1795567511067,1795567511087,'Sorts','default');
INSERT INTO "registered_models" VALUES('support-triage',1795567511073,1795567513843,'Sorts','default');
INSERT INTO "registered_models" VALUES('confidential',1795567511098,1795567511110,'Sorts','default');
INSERT INTO "registered_models" VALUES('summary',1795567511114,1795567515387,'Summaries of tickets','default');
INSERT INTO "registered_models" VALUES('greeting',1795567511141,1795567515313,'Sorts','default');
