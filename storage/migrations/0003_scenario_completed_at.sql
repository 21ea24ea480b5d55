-- When the builder completed the scene; null where it has not, or where the scene was given.
ALTER TABLE lessons ADD COLUMN scenario_completed_at timestamptz;
