"""In which order things happen in a session, before it and after it.

`m` is the meeting: dyad, client, therapist, luck, p; `rules` say what happens.

The same text runs interpreted on Mesa agents and compiled on records. It knows neither engine nor scenario.
"""

from model.fields import AGREED, CONFRONTATION, DROPOUT, PLANNED_END, WITHDRAWAL
from model.maths import MOST_DISTRESS, clip
from model.ratings import assessed, scored


def begin(m, rules):
    """Intake: what the two bring, a first impression, and a first talk about what to work for."""
    d, client, therapist, p = m.dyad, m.client, m.therapist, m.p
    rules.carried_begins(m)  # what a rule file carries of its own
    d.session, d.own_week, d.weeks_apart, d.present = 0.0, 0.0, 0.0, 1.0 - client.waits
    d.attachment_anxiety, d.attachment_avoidance = client.attachment_anxiety, client.attachment_avoidance
    d.acute_distress = p.intake_peak
    d.chronic_distress = client.distress - p.intake_peak
    d.distress = d.distress_intake = total(d.chronic_distress, d.acute_distress)
    d.outlook = client.outlook
    d.distress_score = d.distress_score_intake = scored(m)
    d.hope, d.self_acceptance = client.expectation, client.self_acceptance
    d.difficulty_next = therapist.modality_difficulty
    d.bond = rules.bond_intake(m)
    d.task = rules.task_intake(m)
    d.safety = rules.safety_intake(m)
    d.goal_wish, d.goal_aim, d.collaboration = client.goal_wish, therapist.goal_aim, therapist.collaboration
    d.rupture_component, d.repair_stage, d.open_severity = 0.0, 0.0, 0.0
    agree_on_goals(m, rules)
    d.alliance = rules.alliance(m)
    d.alliance_felt = rules.alliance_felt(m)


def session(m, rules):
    """One session, from what was to be done since the last to whether they meet again."""
    d, luck = m.dyad, m.luck
    d.session, d.weeks_apart, d.modality = d.session + 1.0, 0.0, m.therapist.modality
    d.distress, d.goal = total(d.chronic_distress, d.acute_distress), agreement(d)
    d.distress_score = scored(m)
    d.progress, d.alert = rules.progress(m), rules.alert(m)
    # they meet
    d.transference = rules.transference(m)
    d.reaction = rules.reaction(m)
    d.countertransference, d.insight = rules.countertransference(m), rules.insight(m)
    d.collaboration = rules.collaboration(m)
    # the task that was due
    d.homework_assigned, d.homework_difficulty = d.homework_next, d.difficulty_next
    d.homework_done = d.homework_assigned > 0.0 and luck.homework < rules.homework_chance(m)
    undone = d.homework_assigned > d.homework_done
    d.admonished = undone and luck.admonish < rules.admonish_chance(m)
    # what reaches the client, and how far the client opens
    d.empathy_enacted = rules.empathy_enacted(m)
    d.empathy_felt = rules.empathy_felt(m)
    d.regard_felt = rules.regard_felt(m)
    d.congruence_felt = rules.congruence_felt(m)
    d.disclosure = rules.disclosure(m)
    d.overwhelm, d.patterns = rules.overwhelm(m), rules.patterns(m)
    # it may strain, be seen, and mend step by step
    rupture(m, rules)
    repair(m, rules)
    # what remains between them
    leave_marks(m, rules)
    # what the client makes of it
    d.engagement = rules.engagement(m)
    d.work = rules.work(m)
    d.offer = rules.offer(m)
    change(m, rules)
    # what is agreed for the week, and whether they meet again
    d.difficulty_next = rules.difficulty_after(m)
    d.homework_next = luck.assign < rules.assign_chance(m)
    rules.carried_after(m)  # what a rule file carries of its own moves once a session, by all that was set in it so far
    part(m, rules)


def rupture(m, rules):
    """What pulls at the alliance today, and whether, where and how it gives."""
    d, luck = m.dyad, m.luck
    d.bond_strain = rules.bond_strain(m)
    d.task_strain = rules.task_strain(m)
    d.goal_strain = rules.goal_strain(m)
    d.rupture_component, d.rupture_type, d.rupture_severity, d.raised = 0.0, 0.0, 0.0, 0.0
    d.ruptured = luck.rupture < rules.rupture_chance(m)
    if d.ruptured:
        d.ruptures += 1.0
        d.rupture_component = rules.rupture_component(m)
        d.rupture_severity = rules.rupture_severity(m)
        d.rupture_type = CONFRONTATION if luck.confrontation < rules.confrontation_chance(m) else WITHDRAWAL
    elif d.open_severity > 0.0 and luck.raised < rules.raise_chance(m):
        d.raised, d.rupture_component = 1.0, d.open_component
    d.taken_up = d.open_severity if d.raised else d.rupture_severity


def repair(m, rules):
    """Acknowledge, explore, renegotiate, reinforce: each step can fail, and then the rest is not tried."""
    d, luck = m.dyad, m.luck
    d.repair_stage, d.repaired = 0.0, 0.0
    d.noticed = d.raised > 0.0 or (d.ruptured > 0.0 and luck.notice < rules.notice_chance(m))
    if not d.noticed or luck.acknowledge >= rules.acknowledge_chance(m):
        return
    d.repair_stage = 1.0
    if luck.explore >= rules.explore_chance(m):
        return
    d.repair_stage = 2.0
    if luck.renegotiate >= rules.renegotiate_chance(m):
        return
    d.repair_stage = 3.0
    if luck.reinforce >= rules.reinforce_chance(m):
        return
    d.repair_stage, d.repaired = 4.0, 1.0
    d.repairs += 1.0


def leave_marks(m, rules):
    """The alliance as the session leaves it."""
    d = m.dyad
    d.strain = rules.strain_after(m)
    leave_open(m, rules)
    d.bond = rules.bond_after(m)
    d.task = rules.task_after(m)
    agree_on_goals(m, rules)
    d.safety = rules.safety_after(m)
    d.attachment_anxiety, d.attachment_avoidance = rules.attachment_anxiety_after(m), rules.attachment_avoidance_after(m)
    d.alliance = rules.alliance(m)
    d.client_occasion = rules.client_occasion_after(m)
    d.therapist_occasion = rules.therapist_occasion_after(m)
    d.alliance_felt = rules.alliance_felt(m)


def leave_open(m, rules):
    """The worst rupture that nobody has faced stays open: it may be taken up another time."""
    d = m.dyad
    if d.rupture_severity > d.open_severity:
        d.open_component = d.rupture_component
    d.open_severity = rules.open_severity_after(m)


def agree_on_goals(m, rules):
    """Both move on the one axis, each from where the other stood; agreement is what their distance leaves."""
    d = m.dyad
    d.goal_talk = rules.goal_talk(m)
    d.goal_wish, d.goal_aim = rules.goal_wish_after(m), rules.goal_aim_after(m)
    d.goal = agreement(d)


def agreement(d):
    """Agreement on goals, 0 to 1: what the distance between the two positions leaves."""
    return 1.0 - abs(d.goal_wish - d.goal_aim)


def change(m, rules):
    """What the session does to the client's distress, hope, and kindness towards themselves."""
    d = m.dyad
    d.chronic_distress = clip(d.chronic_distress - rules.relief(m) + rules.harm(m), 0.0, MOST_DISTRESS)
    d.acute_distress = rules.acute_distress_after(m)
    d.distress = total(d.chronic_distress, d.acute_distress)
    d.hope = rules.hope_after(m)
    d.self_acceptance = rules.self_acceptance_after(m)


def total(chronic, acute):
    """Distress on the questionnaire's range, 0 to 180."""
    return clip(chronic + acute, 0.0, MOST_DISTRESS)


def part(m, rules):
    """The roads out, tried in this order: staying away, good enough, practical reasons, the plan is fulfilled."""
    d, luck, p = m.dyad, m.luck, m.p
    if luck.dropout < rules.dropout_chance(m):
        d.ending = DROPOUT
    elif luck.good_enough < rules.good_enough_chance(m):
        d.ending = AGREED
    elif luck.practical < rules.practical_chance(m):
        d.ending, d.practical = AGREED, 1.0
    elif d.session >= p.planned_sessions:
        d.ending = PLANNED_END
    d.present = d.ending == 0.0


def between(m, rules):
    """The week since the last appointment: life, and whether the client comes to the next. Says whether a session is held."""
    d, luck = m.dyad, m.luck
    course_of_life(m, rules)
    if luck.week_off < rules.week_off_chance(m):
        return False
    if luck.attendance < rules.attendance_chance(m):
        d.missed = 0.0
        return True
    d.missed += 1.0
    d.bond = rules.bond_missed(m)
    if luck.lapse < rules.lapse_chance(m):
        d.ending, d.present = DROPOUT, 0.0
    return False


def course_of_life(m, rules):
    """A week of life outside therapy, the same for those who come, wait, or have left; at its end they may be assessed."""
    d = m.dyad
    d.own_week, d.weeks_apart = d.own_week + 1.0, d.weeks_apart + 1.0
    d.life_event = m.luck.life_event < rules.life_event_chance(m)
    d.chronic_distress = rules.chronic_distress_between(m)
    d.outlook = rules.outlook_after(m)
    d.acute_distress = rules.acute_distress_between(m)
    d.distress = total(d.chronic_distress, d.acute_distress)
    d.assessment_score = assessed(m)


def week_ends(m, rules):
    """What the week leaves in the therapist; from counts, so that the order of her sessions does not matter."""
    therapist = m.therapist
    therapist.fatigue, therapist.practice = rules.fatigue_after(m), rules.practice_after(m)
