"""Rules as SQL, shared by several queries. The parameter `:today` is the day of the query."""


def is_open(name: str) -> str:
    """Return the condition that an enrolment or placement is open today, as in `domain.status.is_open`."""
    return f"({name}.started_on <= :today AND ({name}.ended_on IS NULL OR {name}.ended_on > :today))"


LAST_CONTACTS = """
    SELECT participant_id, max(contacted_on) AS last_on FROM (
        SELECT participant_id, noted_on AS contacted_on FROM notes WHERE kind <> 'no_show'
        UNION ALL SELECT participant_id, made_on FROM action_plans
        UNION ALL SELECT participant_id, done_on FROM placement_follow_ups
            JOIN placements ON placements.id = placement_id
    ) WHERE contacted_on <= :today GROUP BY participant_id
"""
"""The date of each person's last contact: a note about a contact, an action plan, or a follow-up of a placement."""
