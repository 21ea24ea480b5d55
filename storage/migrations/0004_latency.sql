-- How long the tutor's reply took, stage by stage (contract/latency.py); null for turns that answer nothing.
ALTER TABLE turns ADD COLUMN latency json;
