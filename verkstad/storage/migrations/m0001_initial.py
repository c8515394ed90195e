"""The first schema. Frozen: later changes are separate migrations."""

from sqlite_utils import Database

SCHEMA = """
CREATE TABLE staff_members (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '' CHECK (name <> ''),
    role TEXT NOT NULL DEFAULT '' CHECK (role <> ''), phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '', is_active INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1))
) STRICT;
CREATE TABLE workshops (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '' CHECK (name <> ''),
    unit TEXT NOT NULL DEFAULT '',
    municipalities TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(municipalities)) CHECK (municipalities <> '[]'),
    project_name TEXT NOT NULL DEFAULT '', project_number TEXT NOT NULL DEFAULT '',
    reference_number TEXT NOT NULL DEFAULT '', leader_id INTEGER REFERENCES staff_members (id),
    target_groups TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(target_groups)),
    period_starts_on TEXT CHECK (date(period_starts_on) IS period_starts_on),
    period_ends_on TEXT CHECK (date(period_ends_on) IS period_ends_on),
    is_active INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1))
) STRICT;
CREATE TABLE targets (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workshop_id INTEGER NOT NULL REFERENCES workshops (id),
    kind TEXT NOT NULL DEFAULT '' CHECK (kind <> ''), value REAL NOT NULL, UNIQUE (workshop_id, kind)
) STRICT;
CREATE TABLE terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, vocabulary TEXT NOT NULL DEFAULT '' CHECK (vocabulary <> ''),
    "key" TEXT NOT NULL DEFAULT '' CHECK ("key" <> ''),
    name TEXT NOT NULL DEFAULT '' CHECK (name <> ''), position INTEGER,
    "group" TEXT NOT NULL DEFAULT '', marks TEXT NOT NULL DEFAULT '',
    definition TEXT NOT NULL DEFAULT '',
    is_active INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1)), UNIQUE (vocabulary, key)
) STRICT;
CREATE TABLE settings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, "key" TEXT NOT NULL DEFAULT '' CHECK ("key" <> ''),
    value TEXT NOT NULL DEFAULT '', UNIQUE (key)
) STRICT;
CREATE TABLE participants (
    id INTEGER PRIMARY KEY AUTOINCREMENT, case_number TEXT NOT NULL DEFAULT '',
    personal_number TEXT NOT NULL DEFAULT '', birth_year INTEGER, first_name TEXT NOT NULL DEFAULT '',
    last_name TEXT NOT NULL DEFAULT '', gender TEXT NOT NULL DEFAULT '',
    protection TEXT NOT NULL DEFAULT '' CHECK (protection <> ''), phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',
    municipality TEXT NOT NULL DEFAULT '',
    languages TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(languages)),
    is_interpreter_needed INTEGER NOT NULL DEFAULT 0 CHECK (is_interpreter_needed IN (0, 1)),
    driving_licence TEXT NOT NULL DEFAULT '', education_level TEXT NOT NULL DEFAULT '',
    permit_valid_until TEXT CHECK (date(permit_valid_until) IS permit_valid_until),
    informed_on TEXT CHECK (date(informed_on) IS informed_on), file_key TEXT NOT NULL DEFAULT '',
    search TEXT NOT NULL DEFAULT '', UNIQUE (case_number)
) STRICT;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    noted_on TEXT NOT NULL CHECK (date(noted_on) IS noted_on),
    kind TEXT NOT NULL DEFAULT '' CHECK (kind <> ''), present TEXT NOT NULL DEFAULT '',
    is_interpreter_used INTEGER NOT NULL DEFAULT 0 CHECK (is_interpreter_used IN (0, 1)),
    words TEXT NOT NULL DEFAULT '' CHECK (words <> ''), author_id INTEGER REFERENCES staff_members (id)
) STRICT;
CREATE TABLE enrolments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    workshop_id INTEGER NOT NULL REFERENCES workshops (id),
    started_on TEXT NOT NULL CHECK (date(started_on) IS started_on),
    target_groups TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(target_groups)),
    income_at_start TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(income_at_start)), planned_hours REAL,
    responsible_id INTEGER REFERENCES staff_members (id),
    paused_on TEXT CHECK (date(paused_on) IS paused_on),
    resumed_on TEXT CHECK (date(resumed_on) IS resumed_on),
    ended_on TEXT CHECK (date(ended_on) IS ended_on), exit_manner TEXT NOT NULL DEFAULT '',
    exit_destination TEXT NOT NULL DEFAULT '',
    destination_started_on TEXT CHECK (date(destination_started_on) IS destination_started_on),
    destination_ended_on TEXT CHECK (date(destination_ended_on) IS destination_ended_on),
    destination_extent INTEGER, destination_place TEXT NOT NULL DEFAULT '',
    exit_verified TEXT NOT NULL DEFAULT '',
    income_at_exit TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(income_at_exit)),
    CHECK (ended_on IS NULL OR ended_on >= started_on)
) STRICT;
CREATE TABLE referrals (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    workshop_id INTEGER NOT NULL REFERENCES workshops (id), source TEXT NOT NULL DEFAULT '',
    referrer TEXT NOT NULL DEFAULT '', referred_on TEXT CHECK (date(referred_on) IS referred_on),
    received_on TEXT CHECK (date(received_on) IS received_on),
    outcome TEXT NOT NULL DEFAULT '' CHECK (outcome <> ''),
    never_started_reason TEXT NOT NULL DEFAULT '', enrolment_id INTEGER REFERENCES enrolments (id)
) STRICT;
CREATE TABLE track_periods (
    id INTEGER PRIMARY KEY AUTOINCREMENT, enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    from_on TEXT NOT NULL CHECK (date(from_on) IS from_on),
    track TEXT NOT NULL DEFAULT '' CHECK (track <> '')
) STRICT;
CREATE TABLE support_category_periods (
    id INTEGER PRIMARY KEY AUTOINCREMENT, enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    from_on TEXT NOT NULL CHECK (date(from_on) IS from_on),
    support_category TEXT NOT NULL DEFAULT '' CHECK (support_category <> '')
) STRICT;
CREATE TABLE exit_follow_ups (
    id INTEGER PRIMARY KEY AUTOINCREMENT, enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    months_after INTEGER NOT NULL, due_on TEXT CHECK (date(due_on) IS due_on),
    done_on TEXT CHECK (date(done_on) IS done_on), occupation TEXT NOT NULL DEFAULT '',
    still_there TEXT NOT NULL DEFAULT '', UNIQUE (enrolment_id, months_after)
) STRICT;
CREATE TABLE attendances (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    attended_on TEXT NOT NULL CHECK (date(attended_on) IS attended_on), hours REAL,
    status TEXT NOT NULL DEFAULT '' CHECK (status <> ''),
    place TEXT NOT NULL DEFAULT '' CHECK (place <> '')
) STRICT;
CREATE TABLE employers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '' CHECK (name <> ''),
    organisation_number TEXT NOT NULL DEFAULT '', industry TEXT NOT NULL DEFAULT '',
    sector TEXT NOT NULL DEFAULT '', place TEXT NOT NULL DEFAULT '', address TEXT NOT NULL DEFAULT '',
    size INTEGER, status TEXT NOT NULL DEFAULT '', owner_id INTEGER REFERENCES staff_members (id),
    origin TEXT NOT NULL DEFAULT '', file_key TEXT NOT NULL DEFAULT '', search TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE contact_persons (
    id INTEGER PRIMARY KEY AUTOINCREMENT, employer_id INTEGER NOT NULL REFERENCES employers (id),
    name TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    supervisor_course_on TEXT CHECK (date(supervisor_course_on) IS supervisor_course_on)
) STRICT;
CREATE TABLE employer_contacts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, employer_id INTEGER NOT NULL REFERENCES employers (id),
    contacted_on TEXT NOT NULL CHECK (date(contacted_on) IS contacted_on),
    staff_id INTEGER REFERENCES staff_members (id), channel TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL DEFAULT '', outcome TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '',
    next_step TEXT NOT NULL DEFAULT '', next_on TEXT CHECK (date(next_on) IS next_on),
    is_next_done INTEGER NOT NULL DEFAULT 0 CHECK (is_next_done IN (0, 1)), minutes INTEGER
) STRICT;
CREATE TABLE placements (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    employer_id INTEGER NOT NULL REFERENCES employers (id), workplace TEXT NOT NULL DEFAULT '',
    placement_type TEXT NOT NULL DEFAULT '' CHECK (placement_type <> ''), goal TEXT NOT NULL DEFAULT '',
    started_on TEXT NOT NULL CHECK (date(started_on) IS started_on),
    planned_end_on TEXT CHECK (date(planned_end_on) IS planned_end_on),
    ended_on TEXT CHECK (date(ended_on) IS ended_on), extent INTEGER, schedule TEXT NOT NULL DEFAULT '',
    supervisor TEXT NOT NULL DEFAULT '', responsible_id INTEGER REFERENCES staff_members (id),
    agreement_signed_on TEXT CHECK (date(agreement_signed_on) IS agreement_signed_on),
    insurance TEXT NOT NULL DEFAULT '',
    is_union_informed INTEGER NOT NULL DEFAULT 0 CHECK (is_union_informed IN (0, 1)),
    end_reason TEXT NOT NULL DEFAULT '', assessment TEXT NOT NULL DEFAULT '',
    CHECK (ended_on IS NULL OR ended_on >= started_on)
) STRICT;
CREATE TABLE placement_follow_ups (
    id INTEGER PRIMARY KEY AUTOINCREMENT, placement_id INTEGER NOT NULL REFERENCES placements (id),
    due_on TEXT NOT NULL CHECK (date(due_on) IS due_on), done_on TEXT CHECK (date(done_on) IS done_on),
    kind TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE programmes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL DEFAULT '' CHECK (name <> ''),
    provider TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE modules (
    id INTEGER PRIMARY KEY AUTOINCREMENT, programme_id INTEGER REFERENCES programmes (id),
    code TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '' CHECK (title <> ''), level INTEGER,
    version TEXT NOT NULL DEFAULT '', is_active INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1))
) STRICT;
CREATE TABLE validations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    module_id INTEGER NOT NULL REFERENCES modules (id),
    started_on TEXT NOT NULL CHECK (date(started_on) IS started_on), assessor TEXT NOT NULL DEFAULT '',
    quality_assurer TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '' CHECK (status <> ''),
    decision TEXT NOT NULL DEFAULT '', decided_on TEXT CHECK (date(decided_on) IS decided_on),
    external_quality_on TEXT CHECK (date(external_quality_on) IS external_quality_on),
    certificate_number TEXT NOT NULL DEFAULT '',
    certificate_on TEXT CHECK (date(certificate_on) IS certificate_on),
    is_certificate_imported INTEGER NOT NULL DEFAULT 0 CHECK (is_certificate_imported IN (0, 1)),
    effect_step TEXT NOT NULL DEFAULT '', effect_motivation TEXT NOT NULL DEFAULT '',
    effect_confidence TEXT NOT NULL DEFAULT '', other_effects TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE action_plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    enrolment_id INTEGER REFERENCES enrolments (id),
    made_on TEXT NOT NULL CHECK (date(made_on) IS made_on), goal TEXT NOT NULL DEFAULT '',
    why_important TEXT NOT NULL DEFAULT '', resources TEXT NOT NULL DEFAULT '',
    needs TEXT NOT NULL DEFAULT '', weekly_times TEXT NOT NULL DEFAULT '',
    other_contacts TEXT NOT NULL DEFAULT '', changed TEXT NOT NULL DEFAULT '',
    contact_person_id INTEGER REFERENCES staff_members (id),
    next_review_on TEXT CHECK (date(next_review_on) IS next_review_on),
    took_part INTEGER NOT NULL DEFAULT 0 CHECK (took_part IN (0, 1)),
    is_interpreter_used INTEGER NOT NULL DEFAULT 0 CHECK (is_interpreter_used IN (0, 1)),
    signed_on TEXT CHECK (date(signed_on) IS signed_on),
    copy_given_on TEXT CHECK (date(copy_given_on) IS copy_given_on)
) STRICT;
CREATE TABLE sub_goals (
    id INTEGER PRIMARY KEY AUTOINCREMENT, action_plan_id INTEGER NOT NULL REFERENCES action_plans (id),
    position INTEGER, activity TEXT NOT NULL DEFAULT '' CHECK (activity <> ''),
    who TEXT NOT NULL DEFAULT '', due_on TEXT CHECK (date(due_on) IS due_on),
    sign TEXT NOT NULL DEFAULT '', status TEXT NOT NULL DEFAULT '' CHECK (status <> '')
) STRICT;
CREATE TABLE wheel_tools (
    id INTEGER PRIMARY KEY AUTOINCREMENT, "key" TEXT NOT NULL DEFAULT '' CHECK ("key" <> ''),
    name TEXT NOT NULL DEFAULT '' CHECK (name <> ''), minimum INTEGER NOT NULL,
    maximum INTEGER NOT NULL,
    is_answered_by_staff INTEGER NOT NULL DEFAULT 0 CHECK (is_answered_by_staff IN (0, 1)),
    is_stored INTEGER NOT NULL DEFAULT 0 CHECK (is_stored IN (0, 1)), interval_weeks INTEGER,
    is_active INTEGER NOT NULL DEFAULT 0 CHECK (is_active IN (0, 1)), UNIQUE (key)
) STRICT;
CREATE TABLE wheel_areas (
    id INTEGER PRIMARY KEY AUTOINCREMENT, tool_id INTEGER NOT NULL REFERENCES wheel_tools (id),
    position INTEGER NOT NULL, "key" TEXT NOT NULL DEFAULT '' CHECK ("key" <> ''),
    name TEXT NOT NULL DEFAULT '' CHECK (name <> ''), UNIQUE (tool_id, key)
) STRICT;
CREATE TABLE measurements (
    id INTEGER PRIMARY KEY AUTOINCREMENT, participant_id INTEGER NOT NULL REFERENCES participants (id),
    enrolment_id INTEGER NOT NULL REFERENCES enrolments (id),
    tool_id INTEGER NOT NULL REFERENCES wheel_tools (id),
    measured_on TEXT NOT NULL CHECK (date(measured_on) IS measured_on),
    occasion TEXT NOT NULL DEFAULT '', answered_by TEXT NOT NULL DEFAULT '' CHECK (answered_by <> '')
) STRICT;
CREATE TABLE measurement_values (
    id INTEGER PRIMARY KEY AUTOINCREMENT, measurement_id INTEGER NOT NULL REFERENCES measurements (id),
    area_id INTEGER NOT NULL REFERENCES wheel_areas (id), value REAL NOT NULL,
    UNIQUE (measurement_id, area_id)
) STRICT;
CREATE TABLE status_reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT, workshop_id INTEGER NOT NULL REFERENCES workshops (id),
    month TEXT NOT NULL DEFAULT '' CHECK (month <> ''), version INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT '' CHECK (status <> ''), reason TEXT NOT NULL DEFAULT '',
    approved_by_id INTEGER REFERENCES staff_members (id),
    delivered_on TEXT CHECK (date(delivered_on) IS delivered_on), snapshot TEXT NOT NULL DEFAULT '',
    UNIQUE (workshop_id, month, version)
) STRICT;
CREATE TABLE status_report_texts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status_report_id INTEGER NOT NULL REFERENCES status_reports (id),
    heading TEXT NOT NULL DEFAULT '' CHECK (heading <> ''), words TEXT NOT NULL DEFAULT '',
    UNIQUE (status_report_id, heading)
) STRICT;
CREATE INDEX workshops_leader_id ON workshops (leader_id);
CREATE INDEX targets_workshop_id ON targets (workshop_id);
CREATE INDEX notes_participant_id ON notes (participant_id);
CREATE INDEX notes_author_id ON notes (author_id);
CREATE INDEX enrolments_participant_id ON enrolments (participant_id);
CREATE INDEX enrolments_workshop_id ON enrolments (workshop_id);
CREATE INDEX enrolments_responsible_id ON enrolments (responsible_id);
CREATE INDEX referrals_participant_id ON referrals (participant_id);
CREATE INDEX referrals_workshop_id ON referrals (workshop_id);
CREATE INDEX referrals_enrolment_id ON referrals (enrolment_id);
CREATE INDEX track_periods_enrolment_id ON track_periods (enrolment_id);
CREATE INDEX support_category_periods_enrolment_id ON support_category_periods (enrolment_id);
CREATE INDEX exit_follow_ups_enrolment_id ON exit_follow_ups (enrolment_id);
CREATE INDEX attendances_participant_id ON attendances (participant_id);
CREATE INDEX attendances_enrolment_id ON attendances (enrolment_id);
CREATE INDEX employers_owner_id ON employers (owner_id);
CREATE INDEX contact_persons_employer_id ON contact_persons (employer_id);
CREATE INDEX employer_contacts_employer_id ON employer_contacts (employer_id);
CREATE INDEX employer_contacts_staff_id ON employer_contacts (staff_id);
CREATE INDEX placements_participant_id ON placements (participant_id);
CREATE INDEX placements_enrolment_id ON placements (enrolment_id);
CREATE INDEX placements_employer_id ON placements (employer_id);
CREATE INDEX placements_responsible_id ON placements (responsible_id);
CREATE INDEX placement_follow_ups_placement_id ON placement_follow_ups (placement_id);
CREATE INDEX modules_programme_id ON modules (programme_id);
CREATE INDEX validations_participant_id ON validations (participant_id);
CREATE INDEX validations_enrolment_id ON validations (enrolment_id);
CREATE INDEX validations_module_id ON validations (module_id);
CREATE INDEX action_plans_participant_id ON action_plans (participant_id);
CREATE INDEX action_plans_enrolment_id ON action_plans (enrolment_id);
CREATE INDEX action_plans_contact_person_id ON action_plans (contact_person_id);
CREATE INDEX sub_goals_action_plan_id ON sub_goals (action_plan_id);
CREATE INDEX wheel_areas_tool_id ON wheel_areas (tool_id);
CREATE INDEX measurements_participant_id ON measurements (participant_id);
CREATE INDEX measurements_enrolment_id ON measurements (enrolment_id);
CREATE INDEX measurements_tool_id ON measurements (tool_id);
CREATE INDEX measurement_values_measurement_id ON measurement_values (measurement_id);
CREATE INDEX measurement_values_area_id ON measurement_values (area_id);
CREATE INDEX status_reports_workshop_id ON status_reports (workshop_id);
CREATE INDEX status_reports_approved_by_id ON status_reports (approved_by_id);
CREATE INDEX status_report_texts_status_report_id ON status_report_texts (status_report_id);
CREATE TABLE drafts (
    key TEXT PRIMARY KEY, saved_at TEXT NOT NULL, content TEXT NOT NULL CHECK (json_valid(content))
) STRICT;
CREATE TABLE changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor_id INTEGER NOT NULL, kind TEXT NOT NULL,
    target_id INTEGER REFERENCES changes (id), is_undoable INTEGER NOT NULL CHECK (is_undoable IN (0, 1)),
    name_digest TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE change_names (
    change_id INTEGER PRIMARY KEY REFERENCES changes (id), salt TEXT NOT NULL, name TEXT NOT NULL
) STRICT;
CREATE TABLE change_rows (
    id INTEGER PRIMARY KEY AUTOINCREMENT, change_id INTEGER NOT NULL REFERENCES changes (id),
    table_name TEXT NOT NULL, record_id INTEGER NOT NULL, action TEXT NOT NULL, digest TEXT NOT NULL
) STRICT;
CREATE TABLE change_values (
    change_row_id INTEGER PRIMARY KEY REFERENCES change_rows (id),
    salt TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL
) STRICT;
CREATE INDEX change_rows_change_id ON change_rows (change_id);
CREATE INDEX change_rows_record ON change_rows (table_name, record_id);
CREATE INDEX changes_target_id ON changes (target_id);
"""


def initial(db: Database) -> None:
    for statement in SCHEMA.split(";\n"):  # sqlite-utils would search for the ends letter by letter
        db.execute(statement)
