-- How a learner's voice message sounded, where they wished it kept. It is their voice, so it goes with its turn.
CREATE TABLE recordings (
    turn_id uuid PRIMARY KEY REFERENCES turns ON DELETE CASCADE,
    mime_type text NOT NULL,
    seconds double precision NOT NULL,
    sound bytea NOT NULL
);
