-- Meridian's database, version 1: the whole truth of a new one.
--
-- Moments (`…_at`, `…_until`) are whole seconds since 1970 in UTC. Calendar dates (`…_on`) are days
-- since 1970-01-01 in no time zone. Sets of words (`…_bits`) are those of Directory's Vocabulary.
-- What is evidence is append-only: a trigger refuses to change or remove it. Lists of words are
-- spelt out with OR: for an IN of more than two SQLite builds a table at every single insertion.

PRAGMA user_version = 1;
-- "MERI", by which the file is known to be ours.
PRAGMA application_id = 1296388681;

-- What this database is for. A demonstration holds invented people and takes no real import.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    kind TEXT NOT NULL DEFAULT 'empty' CHECK (kind = 'empty' OR kind = 'real' OR
        kind = 'demonstration'),
    created_at INTEGER NOT NULL,
    -- Another number after a restore: positions in the change log of before mean nothing then.
    edition INTEGER NOT NULL,
    -- Another number after the gazetteer or the names of jurisdictions changed.
    places_edition INTEGER NOT NULL DEFAULT 0,
    -- The day that a demonstration's relative dates count from.
    loaded_on INTEGER,
    CHECK ((kind = 'demonstration') = (loaded_on IS NOT NULL))
) STRICT;

-- Places with a law of their own, and whether it licenses acupuncture (seed/policies).
CREATE TABLE jurisdiction (
    code TEXT PRIMARY KEY CHECK (code GLOB '[A-Z][A-Z]*' AND length(code) BETWEEN 2 AND 6),
    name TEXT NOT NULL CHECK (name <> ''),
    licensing TEXT NOT NULL CHECK (licensing IN ('statutory', 'unregulated')),
    -- Where the rule is written and when it was read.
    source TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where the law keeps ratings or testimonials from being shown (seed/policies): a country's holds in
-- all of it.
CREATE TABLE review_rule (
    jurisdiction TEXT PRIMARY KEY,
    -- What may still be shown; nothing tells what is about the service alone, so neither shows any.
    permits TEXT NOT NULL CHECK (permits IN ('nothing', 'service')),
    reason TEXT NOT NULL CHECK (reason <> ''),
    -- Where the rule is written, and when it was read there.
    source TEXT NOT NULL CHECK (source <> ''),
    read_on INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a class of credential means in places with one kind of law, in a sentence (seed/policies).
CREATE TABLE class_explanation (
    jurisdiction TEXT NOT NULL,
    licensing TEXT NOT NULL CHECK (licensing IN ('statutory', 'unregulated')),
    class TEXT NOT NULL CHECK (class IN ('statutory', 'accredited', 'certificate')),
    sentence TEXT NOT NULL CHECK (sentence <> ''),
    PRIMARY KEY (jurisdiction, licensing, class)
) STRICT, WITHOUT ROWID;

-- Places by name (GeoNames, CC BY 4.0).
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    country TEXT NOT NULL CHECK (length(country) = 2),
    region TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    population INTEGER NOT NULL CHECK (population >= 0)
) STRICT;

-- Centres of US ZIP codes and Canadian forward sortation areas.
CREATE TABLE postal_code (
    country TEXT NOT NULL CHECK (length(country) = 2),
    code TEXT NOT NULL CHECK (code <> ''),
    place TEXT NOT NULL,
    region TEXT NOT NULL,
    latitude REAL NOT NULL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL NOT NULL CHECK (longitude BETWEEN -180 AND 180),
    PRIMARY KEY (country, code)
) STRICT, WITHOUT ROWID;

-- Acupuncturists, with or without an NPI.
CREATE TABLE practitioner (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    npi TEXT UNIQUE CHECK (length(npi) = 10 AND npi NOT GLOB '*[^0-9]*'),
    -- Who told us first, and the name of the record there.
    source TEXT NOT NULL CHECK (source = 'nppes' OR source = 'file' OR source = 'admin'),
    source_id TEXT,
    given_name TEXT NOT NULL,
    middle_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL,
    name_suffix TEXT NOT NULL DEFAULT '',
    name_order TEXT NOT NULL DEFAULT 'given_first'
        CHECK (name_order IN ('given_first', 'family_first')),
    profile TEXT NOT NULL DEFAULT 'unclaimed' CHECK (profile IN ('unclaimed', 'claimed')),
    -- Not said is NULL.
    accepting INTEGER CHECK (accepting IN (0, 1)),
    accepts_referrals INTEGER CHECK (accepts_referrals IN (0, 1)),
    -- Self-reported; never counted as experience.
    practising_since_on INTEGER,
    about TEXT NOT NULL DEFAULT '' CHECK (length(about) <= 4000),
    -- NPPES's own dates of this record: never a verification.
    npi_updated_on INTEGER,
    npi_deactivated_on INTEGER,
    npi_reactivated_on INTEGER,
    -- Of the record that NPPES gave last: an import passes over those who have not changed.
    nppes_fingerprint INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (source, source_id),
    CHECK (given_name <> '' OR family_name <> '')
) STRICT;

-- Former, professional and other names of a practitioner.
CREATE TABLE other_name (
    id INTEGER PRIMARY KEY,
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    given_name TEXT NOT NULL,
    middle_name TEXT NOT NULL DEFAULT '',
    family_name TEXT NOT NULL,
    name_suffix TEXT NOT NULL DEFAULT '',
    UNIQUE (practitioner_id, given_name, middle_name, family_name, name_suffix)
) STRICT;

-- What NPPES says a practitioner does: a set, in no order; the licence numbers are self-reported.
CREATE TABLE taxonomy (
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    code TEXT NOT NULL CHECK (length(code) = 10),
    licence TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    -- Y, N or X (not answered).
    is_primary TEXT NOT NULL CHECK (is_primary = 'Y' OR is_primary = 'N' OR is_primary = 'X'),
    PRIMARY KEY (practitioner_id, code, licence, state, is_primary)
) STRICT, WITHOUT ROWID;

-- Languages a practitioner speaks (BCP 47 primary subtags).
CREATE TABLE practitioner_language (
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language <> ''),
    PRIMARY KEY (practitioner_id, language)
) STRICT, WITHOUT ROWID;

-- Conditions a practitioner says to treat.
CREATE TABLE practitioner_condition (
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    condition TEXT NOT NULL CHECK (condition <> ''),
    PRIMARY KEY (practitioner_id, condition)
) STRICT, WITHOUT ROWID;

-- Techniques a practitioner uses.
CREATE TABLE practitioner_technique (
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    technique TEXT NOT NULL CHECK (technique <> ''),
    PRIMARY KEY (practitioner_id, technique)
) STRICT, WITHOUT ROWID;

-- Who pays beside the patient.
CREATE TABLE practitioner_payer (
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    payer TEXT NOT NULL CHECK (payer <> ''),
    PRIMARY KEY (practitioner_id, payer)
) STRICT, WITHOUT ROWID;

-- Where practitioners practise.
CREATE TABLE location (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    source TEXT NOT NULL CHECK (source = 'nppes' OR source = 'file' OR source = 'admin'),
    clinic TEXT NOT NULL DEFAULT '',
    street TEXT NOT NULL DEFAULT '',
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL CHECK (length(country) = 2),
    postal_code TEXT NOT NULL DEFAULT '',
    latitude REAL CHECK (latitude BETWEEN -90 AND 90),
    longitude REAL CHECK (longitude BETWEEN -180 AND 180),
    -- How it was placed; distances from a postal code's centre are "about".
    placement TEXT CHECK (placement IN ('exact', 'postal_code')),
    telephone TEXT NOT NULL DEFAULT '',
    wheelchair INTEGER CHECK (wheelchair IN (0, 1)),
    telehealth INTEGER CHECK (telehealth IN (0, 1)),
    CHECK ((latitude IS NULL) = (longitude IS NULL)),
    CHECK ((latitude IS NULL) = (placement IS NULL))
) STRICT;

CREATE INDEX location_by_practitioner ON location (practitioner_id);

-- When a location is open, in minutes since midnight of its own time.
CREATE TABLE opening_hours (
    location_id INTEGER NOT NULL REFERENCES location (id) ON DELETE CASCADE,
    weekday TEXT NOT NULL CHECK (weekday = 'mo' OR weekday = 'tu' OR weekday = 'we' OR
        weekday = 'th' OR weekday = 'fr' OR weekday = 'sa' OR weekday = 'su'),
    opens INTEGER NOT NULL CHECK (opens BETWEEN 0 AND 1439),
    closes INTEGER NOT NULL CHECK (closes BETWEEN 1 AND 1440),
    PRIMARY KEY (location_id, weekday, opens),
    CHECK (opens < closes)
) STRICT, WITHOUT ROWID;

-- Registries as their descriptions have them now, for those who may not read descriptions.
CREATE TABLE registry (
    id TEXT PRIMARY KEY CHECK (id <> ''),
    name TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    -- One of identity says who somebody is; a secondary one repeats what others licensed. Neither
    -- ever vets.
    role TEXT NOT NULL CHECK (role = 'licence' OR role = 'identity' OR role = 'secondary'),
    -- Who asks it at present: nobody where it is not described any more, or switched off. What
    -- would be due there is not, until it returns.
    asker TEXT NOT NULL CHECK (asker = 'machine' OR asker = 'person' OR asker = 'nobody'),
    completeness TEXT NOT NULL CHECK (completeness = 'full_history' OR
        completeness = 'current_and_lapsed' OR completeness = 'active_only' OR
        completeness = 'exclusion_list'),
    window_days INTEGER NOT NULL CHECK (window_days BETWEEN 1 AND 120),
    time_zone TEXT NOT NULL,
    -- Where a person can repeat a look-up by hand.
    public_page TEXT NOT NULL,
    description_sha256 TEXT NOT NULL,
    -- When it last answered anything at all.
    reached_at INTEGER
) STRICT, WITHOUT ROWID;

-- Licences and the like that somebody claims, with the present state of what is known of each.
-- The state follows from checks and decisions and is moved by them alone.
CREATE TABLE credential (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind = 'licence' OR kind = 'registration' OR
        kind = 'national_certification' OR kind = 'permit' OR kind = 'training' OR
        kind = 'insurance' OR kind = 'identity'),
    class TEXT CHECK (class = 'statutory' OR class = 'accredited' OR class = 'certificate'),
    jurisdiction TEXT NOT NULL,
    -- As it was first given.
    number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
    -- The number as compared: "AC 12" and "AC12" are one credential.
    folded_number TEXT NOT NULL,
    type TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    -- NULL while no registry of the place is described.
    registry_id TEXT REFERENCES registry (id),
    -- Whether the registry was named with the credential; else it is the best of the place.
    is_registry_named INTEGER NOT NULL DEFAULT 0 CHECK (is_registry_named IN (0, 1)),
    source TEXT NOT NULL CHECK (source = 'nppes' OR source = 'practitioner' OR
        source = 'admin' OR source = 'file'),
    created_at INTEGER NOT NULL,

    -- The four facts.
    wording TEXT,
    standing TEXT CHECK (standing = 'active' OR standing = 'active_restricted' OR
        standing = 'provisional' OR standing = 'lapsed_grace' OR standing = 'expired' OR
        standing = 'inactive' OR standing = 'suspended' OR standing = 'revoked' OR
        standing = 'surrendered' OR standing = 'deceased' OR standing = 'superseded' OR
        standing = 'pending' OR standing = 'unknown'),
    outcome TEXT CHECK (outcome = 'matched' OR outcome = 'mismatched' OR
        outcome = 'ambiguous' OR outcome = 'unrecognised' OR outcome = 'absent' OR
        outcome = 'unreachable' OR outcome = 'throttled' OR outcome = 'refused' OR
        outcome = 'blocked' OR outcome = 'unparseable'),
    decision TEXT NOT NULL DEFAULT 'pending'
        CHECK (decision = 'pending' OR decision = 'approved' OR decision = 'rejected' OR
            decision = 'withdrawn'),
    -- An admin has decided, with a reason, that this disciplinary standing is no obstacle.
    discipline_covered INTEGER NOT NULL DEFAULT 0 CHECK (discipline_covered IN (0, 1)),

    -- Trust, moved by the table of the design.
    good_until INTEGER,
    absences INTEGER NOT NULL DEFAULT 0 CHECK (absences >= 0),
    last_absence_at INTEGER,

    expires_on INTEGER,
    first_issued_on INTEGER,
    checked_at INTEGER,
    answered_at INTEGER,
    matched_at INTEGER,
    last_check_id INTEGER REFERENCES registry_check (id),
    -- Checks in a row that got no answer about the person.
    silences INTEGER NOT NULL DEFAULT 0 CHECK (silences >= 0),

    -- A change for the worse that waits (held_change), since when, and the gravest standing that
    -- it would bring.
    held_change_id INTEGER REFERENCES held_change (id),
    held_at INTEGER,
    held_standing TEXT,

    -- When to ask next, or when a person is to look again. Whoever claims the work moves it on by the
    -- length of a lease and leaves a token; a worker that dies leaves it due again.
    due_at INTEGER,
    lease INTEGER,

    UNIQUE (practitioner_id, kind, jurisdiction, folded_number),
    CHECK ((kind = 'identity') = (class IS NULL)),
    CHECK ((registry_id IS NULL) = (due_at IS NULL)),
    CHECK ((held_change_id IS NULL) = (held_at IS NULL)),
    CHECK (held_standing IS NULL OR held_at IS NOT NULL)
) STRICT;

CREATE INDEX credential_held ON credential (registry_id, held_change_id)
    WHERE held_change_id IS NOT NULL;

CREATE INDEX credential_due ON credential (registry_id, due_at) WHERE registry_id IS NOT NULL;

-- What secondary registries are asked about credentials: their word is kept and shown, and moves
-- nothing.
CREATE TABLE secondary_question (
    credential_id INTEGER NOT NULL REFERENCES credential (id) ON DELETE CASCADE,
    registry_id TEXT NOT NULL REFERENCES registry (id),
    last_check_id INTEGER REFERENCES registry_check (id),
    silences INTEGER NOT NULL DEFAULT 0 CHECK (silences >= 0),
    -- As a credential's.
    due_at INTEGER NOT NULL,
    lease INTEGER,
    PRIMARY KEY (credential_id, registry_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX secondary_question_due ON secondary_question (registry_id, due_at);

-- Every question put to a registry, for ever: ids, hashes and what the public register says.
CREATE TABLE registry_check (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    credential_id INTEGER NOT NULL REFERENCES credential (id),
    registry_id TEXT NOT NULL REFERENCES registry (id),
    asked_at INTEGER NOT NULL,
    -- The request, secrets left out.
    question TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL CHECK (outcome = 'matched' OR outcome = 'mismatched' OR
        outcome = 'ambiguous' OR outcome = 'unrecognised' OR outcome = 'absent' OR
        outcome = 'unreachable' OR outcome = 'throttled' OR outcome = 'refused' OR
        outcome = 'blocked' OR outcome = 'unparseable'),
    reason TEXT NOT NULL,
    wording TEXT,
    standing TEXT,
    expires_on INTEGER,
    first_issued_on INTEGER,
    -- The source's own date of what it said.
    source_as_of INTEGER,
    -- The extracted fields, a JSON object.
    fields TEXT NOT NULL DEFAULT '{}' CHECK (fields GLOB '{*}'),
    -- Of the bytes received, or of the document that a person kept.
    sha256 TEXT CHECK (length(sha256) = 64),
    -- Of the description that read them.
    description_sha256 TEXT NOT NULL,
    milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
    -- The trust that this check left behind; NULL of a secondary registry's, which moves none.
    good_until INTEGER,
    is_secondary INTEGER NOT NULL DEFAULT 0 CHECK (is_secondary IN (0, 1)),
    -- Where a person looked in place of a machine: the account, never public, and the day.
    seen_by TEXT CHECK (seen_by <> ''),
    seen_on INTEGER,
    note TEXT CHECK (length(note) BETWEEN 1 AND 2000),
    CHECK ((seen_by IS NULL) = (seen_on IS NULL)),
    CHECK (note IS NULL OR seen_by IS NOT NULL)
) STRICT;

CREATE INDEX registry_check_by_credential ON registry_check (credential_id, id);

CREATE TRIGGER registry_check_is_not_changed BEFORE UPDATE ON registry_check
BEGIN SELECT RAISE(ABORT, 'a check is kept as it was'); END;

CREATE TRIGGER registry_check_is_not_removed BEFORE DELETE ON registry_check
BEGIN SELECT RAISE(ABORT, 'a check is kept for ever'); END;

-- The bodies received, redacted and cut to the rows that matter, and the documents of those who
-- looked, as they are; once a hash. They stand here and not beside the database, so that a backup
-- has them; no route serves one. Retention empties a body and never removes the row; the same bytes,
-- received again, fill it again.
-- (By a row id, so that bodies are appended and only their hashes stand in the order of hashes.)
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    content_type TEXT NOT NULL,
    body BLOB,
    received_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER evidence_is_only_emptied BEFORE UPDATE ON evidence
WHEN NEW.id IS NOT OLD.id OR NEW.sha256 IS NOT OLD.sha256
    OR (NEW.body IS NOT NULL AND OLD.body IS NOT NULL)
    OR NEW.content_type IS NOT OLD.content_type OR NEW.received_at IS NOT OLD.received_at
BEGIN SELECT RAISE(ABORT, 'evidence can only be emptied'); END;

CREATE TRIGGER evidence_is_not_removed BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence can only be emptied'); END;

-- What admins decided.
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    credential_id INTEGER NOT NULL REFERENCES credential (id),
    decision TEXT NOT NULL CHECK (decision = 'pending' OR decision = 'approved' OR
        decision = 'rejected' OR decision = 'withdrawn'),
    -- Made in sight of a suspension, revocation or surrender, and says it is no obstacle.
    covers_discipline INTEGER NOT NULL DEFAULT 0 CHECK (covers_discipline IN (0, 1)),
    actor TEXT NOT NULL CHECK (actor <> ''),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    decided_at INTEGER NOT NULL,
    -- The check the admin had before them.
    check_id INTEGER REFERENCES registry_check (id)
) STRICT;

CREATE INDEX decision_by_credential ON decision (credential_id, id);

CREATE TRIGGER decision_is_not_changed BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was'); END;

CREATE TRIGGER decision_is_not_removed BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'a decision is kept for ever'); END;

-- What was known of a credential from a moment on, with the check or decision that changed it: a row
-- for every change and none for what stayed the same, so the state at any time is the last row
-- before it.
CREATE TABLE credential_history (
    id INTEGER PRIMARY KEY,
    credential_id INTEGER NOT NULL REFERENCES credential (id),
    check_id INTEGER REFERENCES registry_check (id),
    decision_id INTEGER REFERENCES decision (id),
    changed_at INTEGER NOT NULL,
    wording TEXT,
    standing TEXT,
    outcome TEXT,
    decision TEXT NOT NULL,
    discipline_covered INTEGER NOT NULL CHECK (discipline_covered IN (0, 1)),
    expires_on INTEGER,
    first_issued_on INTEGER,
    CHECK (check_id IS NULL OR decision_id IS NULL)
) STRICT;

CREATE INDEX credential_history_by_credential ON credential_history (credential_id, id);

CREATE TRIGGER credential_history_is_not_changed BEFORE UPDATE ON credential_history
BEGIN SELECT RAISE(ABORT, 'history is kept as it was'); END;

CREATE TRIGGER credential_history_is_not_removed BEFORE DELETE ON credential_history
BEGIN SELECT RAISE(ABORT, 'history is kept for ever'); END;

-- Descriptions of registries as they were last read, those too that are off, are lists or are read
-- by people: for those who want to know whom this directory asks.
CREATE TABLE registry_description (
    id TEXT PRIMARY KEY CHECK (id <> ''),
    name TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    role TEXT NOT NULL,
    -- query (asked about one person at a time), list (downloaded) or manual (read by people).
    kind TEXT NOT NULL,
    completeness TEXT NOT NULL,
    public_page TEXT NOT NULL,
    -- Why it is not asked; NULL where it is.
    off_reason TEXT
) STRICT, WITHOUT ROWID;

-- How each registry that is asked is doing: moved by its checks, its canary and its silences, and
-- the same for every process.
CREATE TABLE registry_health (
    registry_id TEXT PRIMARY KEY REFERENCES registry (id),
    -- The source's own date of what it said last.
    source_as_of INTEGER,
    canary_asked_at INTEGER,
    -- What came of the canary's last check.
    canary_outcome TEXT,
    -- Since when changes for the worse are held; NULL while they take effect.
    braked_at INTEGER,
    -- Until when it is left alone after silences, and how often in a row it had to be.
    closed_until INTEGER,
    closed_because TEXT,
    closings INTEGER NOT NULL DEFAULT 0 CHECK (closings >= 0),
    -- Requests of a day in the registry's own time zone, where it permits only so many.
    requests_on INTEGER,
    requests INTEGER NOT NULL DEFAULT 0 CHECK (requests >= 0),
    CHECK ((closed_until IS NULL) = (closed_because IS NULL))
) STRICT, WITHOUT ROWID;

-- Checks of each hour since 1970, by outcome and by the time that the answers took: what health is
-- told from without counting millions of checks. Kept for a month.
CREATE TABLE registry_hour (
    registry_id TEXT NOT NULL REFERENCES registry (id),
    hour INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    -- They took at most so long.
    milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0),
    checks INTEGER NOT NULL CHECK (checks > 0),
    -- Those of them that changed somebody for the worse, held or not.
    worsened INTEGER NOT NULL CHECK (worsened BETWEEN 0 AND checks),
    PRIMARY KEY (registry_id, hour, outcome, milliseconds)
) STRICT, WITHOUT ROWID;

-- What the brake counts, in slots of five minutes since 1970: records that were matched before and
-- answered about, and those of them that changed for the worse. Kept for as long as it counts.
CREATE TABLE brake_slot (
    registry_id TEXT NOT NULL REFERENCES registry (id),
    slot INTEGER NOT NULL,
    answered INTEGER NOT NULL CHECK (answered >= 0),
    worsened INTEGER NOT NULL CHECK (worsened >= 0),
    PRIMARY KEY (registry_id, slot)
) STRICT, WITHOUT ROWID;

-- What the brake did, and what admins decided about what it held.
CREATE TABLE brake_event (
    id INTEGER PRIMARY KEY,
    registry_id TEXT NOT NULL REFERENCES registry (id),
    kind TEXT NOT NULL CHECK (kind = 'set' OR kind = 'eased' OR kind = 'canary_failed' OR
        kind = 'canary_found' OR kind = 'released' OR kind = 'discarded'),
    happened_at INTEGER NOT NULL,
    -- Records that were matched before and answered about within a day, and how many changed for
    -- the worse; of a decision, how many it is about.
    answered INTEGER NOT NULL CHECK (answered >= 0),
    worsened INTEGER NOT NULL CHECK (worsened >= 0),
    cause TEXT CHECK (cause = 'share' OR cause = 'canary'),
    outcome TEXT,
    actor TEXT CHECK (actor <> ''),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
    CHECK ((kind = 'released' OR kind = 'discarded') = (actor IS NOT NULL)),
    CHECK ((actor IS NULL) = (reason IS NULL)),
    CHECK ((kind = 'set') = (cause IS NOT NULL))
) STRICT;

CREATE INDEX brake_event_by_registry ON brake_event (registry_id, id);

CREATE TRIGGER brake_event_is_not_changed BEFORE UPDATE ON brake_event
BEGIN SELECT RAISE(ABORT, 'what the brake did is kept as it was'); END;

CREATE TRIGGER brake_event_is_not_removed BEFORE DELETE ON brake_event
BEGIN SELECT RAISE(ABORT, 'what the brake did is kept for ever'); END;

-- Changes for the worse that the brake held: one for as long as a credential waits.
CREATE TABLE held_change (
    id INTEGER PRIMARY KEY,
    credential_id INTEGER NOT NULL REFERENCES credential (id),
    registry_id TEXT NOT NULL REFERENCES registry (id),
    held_at INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause = 'share' OR cause = 'canary')
) STRICT;

CREATE INDEX held_change_by_credential ON held_change (credential_id, id);

-- The checks that a held change consists of.
CREATE TABLE held_check (
    held_change_id INTEGER NOT NULL REFERENCES held_change (id),
    check_id INTEGER NOT NULL REFERENCES registry_check (id),
    PRIMARY KEY (held_change_id, check_id)
) STRICT, WITHOUT ROWID;

-- How held changes ended: by an admin's decision, or by what the register said next.
CREATE TABLE held_change_end (
    held_change_id INTEGER PRIMARY KEY REFERENCES held_change (id),
    ended_at INTEGER NOT NULL,
    brake_event_id INTEGER REFERENCES brake_event (id),
    check_id INTEGER REFERENCES registry_check (id),
    -- The trust that it left behind.
    good_until INTEGER,
    CHECK ((brake_event_id IS NULL) <> (check_id IS NULL))
) STRICT;

CREATE TRIGGER held_change_is_not_changed BEFORE UPDATE ON held_change
BEGIN SELECT RAISE(ABORT, 'a held change is kept as it was'); END;

CREATE TRIGGER held_change_is_not_removed BEFORE DELETE ON held_change
BEGIN SELECT RAISE(ABORT, 'a held change is kept for ever'); END;

CREATE TRIGGER held_check_is_not_changed BEFORE UPDATE ON held_check
BEGIN SELECT RAISE(ABORT, 'a held change is kept as it was'); END;

CREATE TRIGGER held_check_is_not_removed BEFORE DELETE ON held_check
BEGIN SELECT RAISE(ABORT, 'a held change is kept for ever'); END;

CREATE TRIGGER held_change_end_is_not_changed BEFORE UPDATE ON held_change_end
BEGIN SELECT RAISE(ABORT, 'a held change is kept as it was'); END;

CREATE TRIGGER held_change_end_is_not_removed BEFORE DELETE ON held_change_end
BEGIN SELECT RAISE(ABORT, 'a held change is kept for ever'); END;

-- Questions about somebody whom a registry has to know, put to it before it is believed.
CREATE TABLE canary_check (
    id INTEGER PRIMARY KEY,
    registry_id TEXT NOT NULL REFERENCES registry (id),
    asked_at INTEGER NOT NULL,
    -- The columns below are those of registry_check.
    question TEXT NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    wording TEXT,
    standing TEXT,
    source_as_of INTEGER,
    fields TEXT NOT NULL DEFAULT '{}' CHECK (fields GLOB '{*}'),
    sha256 TEXT CHECK (length(sha256) = 64),
    description_sha256 TEXT NOT NULL,
    milliseconds INTEGER NOT NULL CHECK (milliseconds >= 0)
) STRICT;

CREATE INDEX canary_check_by_registry ON canary_check (registry_id, id);

CREATE TRIGGER canary_check_is_not_changed BEFORE UPDATE ON canary_check
BEGIN SELECT RAISE(ABORT, 'a check is kept as it was'); END;

CREATE TRIGGER canary_check_is_not_removed BEFORE DELETE ON canary_check
BEGIN SELECT RAISE(ABORT, 'a check is kept for ever'); END;

-- Lists that are downloaded: when each was asked for, and by what its source knows the one that is
-- held, so that it can say that it has not changed.
CREATE TABLE list (
    id TEXT PRIMARY KEY CHECK (length(id) BETWEEN 2 AND 40),
    -- Of the description by which it was last asked for.
    description_sha256 TEXT NOT NULL,
    -- As the source wrote them; NULL where the one that is held is to be had anew.
    etag TEXT,
    last_modified TEXT,
    -- When it was last asked for, whatever came of it.
    asked_at INTEGER,
    -- When its source last gave it, or said that it has not changed.
    seen_at INTEGER,
    -- When one was last put in the place of another.
    read_at INTEGER,
    due_at INTEGER NOT NULL,
    -- Whoever is at it.
    lease INTEGER,
    -- How often in a row it could not be had or was not taken, and why the last time.
    failure_count INTEGER NOT NULL DEFAULT 0 CHECK (failure_count >= 0),
    failure TEXT,
    CHECK ((failure IS NULL) = (failure_count = 0)),
    CHECK ((read_at IS NULL) = (seen_at IS NULL))
) STRICT, WITHOUT ROWID;

-- Lists of licences that took the place of the one before, with the admin who let one in that looked
-- wrong.
CREATE TABLE licence_reading (
    id INTEGER PRIMARY KEY,
    list_id TEXT NOT NULL CHECK (length(list_id) BETWEEN 2 AND 40),
    import_id INTEGER NOT NULL UNIQUE REFERENCES import (id),
    read_at INTEGER NOT NULL,
    -- Of the description by whose rules its rows are looked up.
    description_sha256 TEXT NOT NULL,
    -- Of the bytes that were read.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    -- Rows that could be read.
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    -- The list's own date; NULL where its source gives none.
    source_as_of INTEGER,
    -- The row of column names as it came.
    head BLOB NOT NULL,
    -- By what its rows are known, for as long as they are kept.
    batch INTEGER NOT NULL,
    actor TEXT CHECK (actor <> ''),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
    CHECK ((actor IS NULL) = (reason IS NULL))
) STRICT;

CREATE INDEX licence_reading_by_list ON licence_reading (list_id, id);

CREATE TRIGGER licence_reading_is_not_changed BEFORE UPDATE ON licence_reading
BEGIN SELECT RAISE(ABORT, 'a reading is kept as it was'); END;

CREATE TRIGGER licence_reading_is_not_removed BEFORE DELETE ON licence_reading
BEGIN SELECT RAISE(ABORT, 'a reading is kept for ever'); END;

-- The rows, as they came, of each list of licences as it was last read, and of one that is being
-- read. What of them is evidence about somebody stands in evidence, too.
CREATE TABLE licence_row (
    batch INTEGER NOT NULL,
    -- The row's number in its list.
    place INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (batch, place)
) STRICT, WITHOUT ROWID;

-- By what they are looked up: licence numbers, by the rules of the description.
CREATE TABLE licence_row_key (
    batch INTEGER NOT NULL,
    key TEXT NOT NULL CHECK (key <> ''),
    place INTEGER NOT NULL,
    PRIMARY KEY (batch, key, place)
) STRICT, WITHOUT ROWID;

-- People on lists of exclusions, each list as it was last read.
CREATE TABLE exclusion (
    id INTEGER PRIMARY KEY,
    -- As the list's description names it: oig-leie.
    list_id TEXT NOT NULL CHECK (length(list_id) BETWEEN 2 AND 40),
    npi TEXT CHECK (length(npi) = 10 AND npi NOT GLOB '*[^0-9]*'),
    -- NULL, all of them, where a row names a business only.
    given_name TEXT,
    middle_name TEXT,
    family_name TEXT,
    name_suffix TEXT,
    -- Whether a name fills its column and may go on behind it.
    is_family_cut INTEGER NOT NULL CHECK (is_family_cut IN (0, 1)),
    is_given_cut INTEGER NOT NULL CHECK (is_given_cut IN (0, 1)),
    organisation TEXT NOT NULL,
    -- What the list says the person does, a line each.
    occupations TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    ground TEXT NOT NULL,
    excluded_on INTEGER,
    reinstated_on INTEGER,
    -- The licence that the row names, the state that gave it, and the number as it is looked up.
    licence_number TEXT,
    licence_region TEXT,
    licence_key TEXT,
    -- Of all of the row: another number is another row, or this one corrected.
    digest INTEGER NOT NULL,
    -- Since when the list lacks it; kept for what was found by it.
    gone_at INTEGER,
    UNIQUE (list_id, digest),
    CHECK ((licence_number IS NULL) = (licence_region IS NULL)),
    CHECK ((licence_number IS NULL) = (licence_key IS NULL)),
    CHECK ((family_name IS NULL) = (given_name IS NULL)),
    CHECK ((family_name IS NULL) = (middle_name IS NULL)),
    CHECK ((family_name IS NULL) = (name_suffix IS NULL)),
    CHECK (npi IS NOT NULL OR family_name IS NOT NULL)
) STRICT;

CREATE INDEX exclusion_by_npi ON exclusion (npi) WHERE npi IS NOT NULL;

CREATE INDEX exclusion_by_licence ON exclusion (licence_key, licence_region)
    WHERE licence_key IS NOT NULL;

-- Numbers under which names that may agree stand together (Directory's ExclusionNameKeys): finds
-- whom to compare with somebody who is written down now.
CREATE TABLE exclusion_name_key (
    key INTEGER NOT NULL,
    exclusion_id INTEGER NOT NULL REFERENCES exclusion (id) ON DELETE CASCADE,
    PRIMARY KEY (key, exclusion_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX exclusion_name_key_by_exclusion ON exclusion_name_key (exclusion_id);

-- Lists of exclusions that took the place of the one before, with the admin who let one in that
-- looked wrong.
CREATE TABLE exclusion_reading (
    id INTEGER PRIMARY KEY,
    list_id TEXT NOT NULL CHECK (length(list_id) BETWEEN 2 AND 40),
    import_id INTEGER NOT NULL UNIQUE REFERENCES import (id),
    read_at INTEGER NOT NULL,
    -- Of the bytes that were read.
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    -- Rows that could be read, businesses included.
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    -- The day of the latest exclusion in it: an older list has an earlier one.
    latest_on INTEGER,
    actor TEXT CHECK (actor <> ''),
    reason TEXT CHECK (length(reason) BETWEEN 1 AND 2000),
    CHECK ((actor IS NULL) = (reason IS NULL))
) STRICT;

CREATE INDEX exclusion_reading_by_list ON exclusion_reading (list_id, id);

CREATE TRIGGER exclusion_reading_is_not_changed BEFORE UPDATE ON exclusion_reading
BEGIN SELECT RAISE(ABORT, 'a reading is kept as it was'); END;

CREATE TRIGGER exclusion_reading_is_not_removed BEFORE DELETE ON exclusion_reading
BEGIN SELECT RAISE(ABORT, 'a reading is kept for ever'); END;

-- That a row of a list means a practitioner, or may. A candidate is never public.
CREATE TABLE exclusion_finding (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id),
    exclusion_id INTEGER NOT NULL REFERENCES exclusion (id),
    state TEXT NOT NULL CHECK (state = 'candidate' OR state = 'confirmed' OR
        state = 'dismissed' OR state = 'ended'),
    -- What agreed when they were last compared; NULL where nothing did.
    rule TEXT CHECK (rule = 'npi_and_surname' OR rule = 'npi' OR rule = 'licence' OR
        rule = 'name'),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
    found_at INTEGER NOT NULL,
    -- The practitioner's names and NPI, and the row, as they were last compared.
    person_digest INTEGER NOT NULL,
    exclusion_digest INTEGER NOT NULL,
    UNIQUE (practitioner_id, exclusion_id)
) STRICT;

CREATE INDEX exclusion_finding_by_exclusion ON exclusion_finding (exclusion_id);

CREATE INDEX exclusion_finding_by_score ON exclusion_finding (state, score DESC, id);

-- Asked whenever a practitioner's trust is judged.
CREATE INDEX exclusion_finding_confirmed ON exclusion_finding (practitioner_id)
    WHERE state = 'confirmed';

-- What admins decided about findings, and which practitioner and row they had before them.
CREATE TABLE exclusion_decision (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES exclusion_finding (id),
    decision TEXT NOT NULL CHECK (decision = 'same_person' OR decision = 'not_same_person'),
    actor TEXT NOT NULL CHECK (actor <> ''),
    reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    decided_at INTEGER NOT NULL,
    person_digest INTEGER NOT NULL,
    exclusion_digest INTEGER NOT NULL
) STRICT;

CREATE INDEX exclusion_decision_by_finding ON exclusion_decision (finding_id, id);

CREATE TRIGGER exclusion_decision_is_not_changed BEFORE UPDATE ON exclusion_decision
BEGIN SELECT RAISE(ABORT, 'a decision is kept as it was'); END;

CREATE TRIGGER exclusion_decision_is_not_removed BEFORE DELETE ON exclusion_decision
BEGIN SELECT RAISE(ABORT, 'a decision is kept for ever'); END;

-- How findings stood from a moment on, a row for every change. Without a decision it was a list
-- that was read, or a practitioner who was written down.
CREATE TABLE exclusion_history (
    id INTEGER PRIMARY KEY,
    finding_id INTEGER NOT NULL REFERENCES exclusion_finding (id),
    decision_id INTEGER REFERENCES exclusion_decision (id),
    changed_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state = 'candidate' OR state = 'confirmed' OR
        state = 'dismissed' OR state = 'ended'),
    rule TEXT,
    person_digest INTEGER NOT NULL,
    exclusion_digest INTEGER NOT NULL
) STRICT;

CREATE INDEX exclusion_history_by_finding ON exclusion_history (finding_id, id);

CREATE TRIGGER exclusion_history_is_not_changed BEFORE UPDATE ON exclusion_history
BEGIN SELECT RAISE(ABORT, 'history is kept as it was'); END;

CREATE TRIGGER exclusion_history_is_not_removed BEFORE DELETE ON exclusion_history
BEGIN SELECT RAISE(ABORT, 'history is kept for ever'); END;

-- What happened that people have to be told, written in the transaction in which it happened and
-- kept for ever: ids and public facts, no free text about anybody.
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    -- As Directory's Event names its kinds: credential.lapsed.
    type TEXT NOT NULL CHECK (type GLOB '[a-z]*.[a-z]*'),
    occurred_at INTEGER NOT NULL,
    -- The JSON object that receivers get, to the byte.
    payload TEXT NOT NULL CHECK (payload GLOB '{*}'),
    -- Two of one name would tell the same thing twice; NULL for what may happen again.
    once TEXT UNIQUE
) STRICT;

CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is kept as it was'); END;

CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is kept for ever'); END;

-- Who is told, as the configuration names them, and how far they have been told.
CREATE TABLE recipient (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind = 'mail' OR kind = 'webhook'),
    -- A mail address, or a webhook's name.
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 254),
    -- A delivery has been made of every event up to this one.
    told_event_id INTEGER NOT NULL,
    -- When the last delivery was made.
    told_at INTEGER,
    -- Since when it wants nothing more (status 410).
    stopped_at INTEGER,
    UNIQUE (kind, name)
) STRICT;

-- The outbox: mails, each with the events that came together, and webhooks with one each. A row is
-- there before anything is sent, and names what is sent, so that it can be known again.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    recipient_id INTEGER NOT NULL REFERENCES recipient (id),
    -- A mail's Message-ID without its brackets, or a webhook's webhook-id.
    message_id TEXT NOT NULL CHECK (message_id <> ''),
    first_event_id INTEGER NOT NULL REFERENCES event (id),
    last_event_id INTEGER NOT NULL REFERENCES event (id),
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state = 'waiting' OR state = 'delivered' OR
        state = 'given_up'),
    created_at INTEGER NOT NULL,
    -- When to send it next. Whoever claims it moves it on by the length of a lease and leaves a
    -- token; a process that dies leaves it due again.
    due_at INTEGER NOT NULL,
    lease INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Why the last attempt failed.
    problem TEXT,
    ended_at INTEGER,
    CHECK (first_event_id <= last_event_id),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
) STRICT;

CREATE INDEX delivery_due ON delivery (recipient_id, due_at) WHERE state = 'waiting';

CREATE INDEX delivery_given_up ON delivery (ended_at) WHERE state = 'given_up';

-- By what tokens calendars read when approved credentials expire: the hash of each alone.
CREATE TABLE calendar_token (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    token_sha256 TEXT NOT NULL UNIQUE CHECK (length(token_sha256) = 64),
    made_by TEXT NOT NULL CHECK (made_by <> ''),
    made_at INTEGER NOT NULL,
    revoked_by TEXT CHECK (revoked_by <> ''),
    revoked_at INTEGER,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;

-- A name is one token's until it is revoked.
CREATE UNIQUE INDEX calendar_token_by_name ON calendar_token (name) WHERE revoked_at IS NULL;

-- What former patients say, without their names.
CREATE TABLE testimonial (
    id INTEGER PRIMARY KEY,
    public_id TEXT NOT NULL UNIQUE CHECK (length(public_id) = 36),
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 5),
    condition TEXT,
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
    written_on INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'published' CHECK (state = 'published' OR state = 'held' OR
        state = 'removed')
) STRICT;

CREATE INDEX testimonial_by_date ON testimonial (practitioner_id, written_on DESC, id DESC);

-- Covers the score, which every refreshed listing asks for.
CREATE INDEX testimonial_by_rating ON testimonial (practitioner_id, state, rating);

-- A practitioner at a location, as searches find and show it. All of it follows from the other
-- tables and can be made again from them (`meridian doctor` compares).
CREATE TABLE listing (
    location_id INTEGER PRIMARY KEY REFERENCES location (id) ON DELETE CASCADE,
    practitioner_id INTEGER NOT NULL REFERENCES practitioner (id) ON DELETE CASCADE,
    latitude REAL,
    longitude REAL,
    -- NULL while a condition of "vetted" fails altogether.
    vetted_until INTEGER,
    -- Since when a change for the worse waits that would move it.
    held_at INTEGER,
    verified_at INTEGER,
    experience_since_on INTEGER,
    experience_until_on INTEGER,
    -- Zero where reviews are withheld, by the rule of this jurisdiction; NULL where they are not.
    reviews_withheld TEXT,
    testimonial_count INTEGER NOT NULL,
    testimonial_stars INTEGER NOT NULL,
    condition_bits INTEGER NOT NULL,
    language_bits INTEGER NOT NULL,
    technique_bits INTEGER NOT NULL,
    payer_bits INTEGER NOT NULL,
    feature_bits INTEGER NOT NULL,
    -- What a result shows.
    public_id TEXT NOT NULL,
    name TEXT NOT NULL,
    is_claimed INTEGER NOT NULL,
    clinic TEXT NOT NULL,
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    telephone TEXT NOT NULL,
    placement TEXT,
    -- What it is found by: every word of the names, former ones too, the clinic, the city and the
    -- region, folded, with spaces between.
    words TEXT NOT NULL,
    -- The credential that carries the trust, or comes nearest to it; NULL without any.
    credential_id INTEGER,
    credential_title TEXT,
    credential_class TEXT,
    credential_jurisdiction TEXT,
    credential_wording TEXT,
    credential_standing TEXT,
    credential_answered_at INTEGER,
    registry_id TEXT
) STRICT;

CREATE INDEX listing_by_practitioner ON listing (practitioner_id);

-- Whose listings changed, in order: what the listing index is kept up to date by.
CREATE TABLE change_log (
    sequence INTEGER PRIMARY KEY,
    practitioner_id INTEGER NOT NULL
) STRICT;

-- Whoever has read less far loads all listings anew, which is quicker than so many changes.
CREATE TRIGGER change_log_is_kept_short AFTER INSERT ON change_log WHEN NEW.sequence % 65536 = 0
BEGIN DELETE FROM change_log WHERE sequence <= NEW.sequence - 65536; END;

-- Files taken in, and what came of each. While one is staging, nothing comes of it should its
-- process die; while it is applying, whoever comes next finishes it.
CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind = 'nppes' OR kind = 'practitioners' OR kind = 'seed' OR
        kind = 'gazetteer' OR kind = 'policies' OR kind = 'exclusions' OR
        kind = 'licences'),
    file TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('staging', 'applying', 'finished', 'given_up')),
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    rows_read INTEGER NOT NULL,
    rows_kept INTEGER NOT NULL,
    rows_rejected INTEGER NOT NULL,
    -- Practitioners.
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    outdated INTEGER NOT NULL DEFAULT 0,
    deactivated INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'finished') = (finished_at IS NOT NULL))
) STRICT;

-- What a file that has been read changes, in its order; a part goes when it has been applied.
CREATE TABLE staged_part (
    import_id INTEGER NOT NULL REFERENCES import (id),
    ordinal INTEGER NOT NULL,
    -- How the bytes are laid out.
    layout INTEGER NOT NULL,
    changes BLOB NOT NULL,
    PRIMARY KEY (import_id, ordinal)
) STRICT;
