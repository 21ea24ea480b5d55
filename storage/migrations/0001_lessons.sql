-- Learners, lessons and what they leave. Text columns hold the learner's words; nothing here is ever logged.
-- The closed lists repeat contract/words.py; tests/storage/test_migrate.py compares both.

CREATE TABLE learners (
    learner_id uuid PRIMARY KEY,
    locale text NOT NULL CHECK (locale IN ('ko', 'en')),
    created_at timestamptz NOT NULL DEFAULT now(),
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    -- An idle guest is hidden first and purged some days later; any activity before that clears it.
    removed_at timestamptz
);
CREATE INDEX learners_by_activity ON learners (last_activity_at);

CREATE TABLE lessons (
    lesson_id uuid PRIMARY KEY,
    learner_id uuid NOT NULL REFERENCES learners ON DELETE CASCADE,
    status text NOT NULL CHECK (status IN ('waiting', 'running', 'ended')),
    stage text NOT NULL CHECK (stage IN ('scenario', 'roleplay', 'closing', 'ended')),
    mode text NOT NULL CHECK (mode IN ('build', 'scene', 'free')),
    place text,
    partner text,
    goal text,
    scenario_id text,
    title text NOT NULL,
    level text CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2')),
    voice text NOT NULL,
    engine text NOT NULL CHECK (engine IN ('realtime', 'pipeline')),
    patience text NOT NULL CHECK (patience IN ('auto', '1', '2', '3')),
    pace text NOT NULL CHECK (pace IN ('auto', 'slower', 'normal', 'faster')),
    locale text NOT NULL CHECK (locale IN ('ko', 'en')),
    builder_attempts integer NOT NULL DEFAULT 0 CHECK (builder_attempts >= 0),
    builder_asked_fields text[] NOT NULL DEFAULT '{}'
        CHECK (builder_asked_fields <@ ARRAY['place', 'partner', 'goal']),
    builder_completed boolean NOT NULL DEFAULT false,
    -- Which change of the scene was stored last: a late replay of an older one changes nothing.
    scenario_revision bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    ended_at timestamptz,
    end_reason text CHECK (end_reason IN (
        'said', 'button', 'hung_up', 'time', 'left', 'idle', 'engine', 'replaced', 'worker_lost', 'shutdown')),
    last_activity_at timestamptz NOT NULL DEFAULT now(),
    -- Something the report shows has changed since it was stored: an end, a turn that came late, the scene.
    report_due boolean NOT NULL DEFAULT false,
    -- Whose tutor it is. The epoch only grows, so that it outlives a release.
    lease_job_id text,
    lease_expires_at timestamptz,
    lease_epoch integer NOT NULL DEFAULT 0,
    CHECK ((status = 'ended') = (stage = 'ended')),
    CHECK ((status = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((status = 'ended') = (end_reason IS NOT NULL)),
    CHECK ((lease_job_id IS NULL) = (lease_expires_at IS NULL))
);
CREATE INDEX lessons_of_learner ON lessons (learner_id, created_at DESC);
CREATE INDEX lessons_open ON lessons (last_activity_at) WHERE status <> 'ended';
CREATE INDEX lessons_without_report ON lessons (ended_at) WHERE status = 'ended' AND report_due;

CREATE TABLE sittings (
    sitting_id uuid PRIMARY KEY,
    lesson_id uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
    room_name text NOT NULL UNIQUE,
    learner_identity text NOT NULL,
    created_at timestamptz NOT NULL,
    joined_at timestamptz,
    left_at timestamptz,
    ended_at timestamptz,
    dispatched_at timestamptz,
    dispatches integer NOT NULL CHECK (dispatches >= 0),
    -- Ages are judged by this server's clock, whatever the clock of the process that wrote the times above.
    stored_at timestamptz NOT NULL DEFAULT now(),
    dispatch_stored_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (lesson_id, sitting_id)
);
CREATE UNIQUE INDEX sittings_one_open ON sittings (lesson_id) WHERE ended_at IS NULL;

CREATE TABLE turns (
    turn_id uuid PRIMARY KEY,
    lesson_id uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
    sitting_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    role text NOT NULL CHECK (role IN ('learner', 'tutor')),
    text text NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL,
    speech_seconds double precision NOT NULL CHECK (speech_seconds >= 0),
    interrupted boolean NOT NULL,
    source text NOT NULL CHECK (source IN ('voice', 'push_to_talk', 'text', 'message', 'phone')),
    language text NOT NULL CHECK (language IN ('en', 'ko', 'mixed')),
    low_confidence boolean NOT NULL,
    pauses double precision[] NOT NULL,
    UNIQUE (lesson_id, seq),
    FOREIGN KEY (lesson_id, sitting_id) REFERENCES sittings (lesson_id, sitting_id) ON DELETE CASCADE
);
CREATE INDEX turns_of_sitting ON turns (lesson_id, sitting_id);

CREATE TABLE reports (
    lesson_id uuid PRIMARY KEY REFERENCES lessons ON DELETE CASCADE,
    version integer NOT NULL,
    report json NOT NULL, -- json, not jsonb: it is read back whole and keeps its order
    turn_count integer NOT NULL,
    computed_at timestamptz NOT NULL
);

CREATE TABLE report_deliveries (
    delivery_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    lesson_id uuid NOT NULL REFERENCES lessons ON DELETE CASCADE,
    lesson_ended_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    delivered_at timestamptz,
    given_up_at timestamptz,
    UNIQUE (lesson_id, lesson_ended_at)
);
CREATE INDEX report_deliveries_due ON report_deliveries (next_attempt_at)
    WHERE delivered_at IS NULL AND given_up_at IS NULL;

CREATE TABLE workers (
    worker_id text PRIMARY KEY,
    has_room boolean NOT NULL,
    running_lessons integer NOT NULL,
    beat_at timestamptz NOT NULL
);
