-- Lines in the other language, each asked of a model once. They hold what was said, so they go with their turn.
CREATE TABLE translations (
    turn_id uuid NOT NULL REFERENCES turns ON DELETE CASCADE,
    language text NOT NULL CHECK (language IN ('ko', 'en')),
    text text NOT NULL,
    PRIMARY KEY (turn_id, language)
);
