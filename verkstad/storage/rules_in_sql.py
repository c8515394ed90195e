"""Rules that several ready-joined lists ask the database about; `:today` is the day they are asked on."""


def is_open(name: str) -> str:
    """Whether an enrolment or placement runs today, as `domain.status.is_open` has it."""
    return f"({name}.started_on <= :today AND ({name}.ended_on IS NULL OR {name}.ended_on > :today))"


LAST_CONTACTS = """
    SELECT participant_id, max(contacted_on) AS last_on FROM (
        SELECT participant_id, noted_on AS contacted_on FROM notes WHERE kind <> 'no_show'
        UNION ALL SELECT participant_id, made_on FROM action_plans
        UNION ALL SELECT participant_id, done_on FROM placement_follow_ups
            JOIN placements ON placements.id = placement_id
    ) WHERE contacted_on <= :today GROUP BY participant_id
"""
"""The day of each person's last contact: a note of meeting, a plan made, or a placement followed up."""
