"""The words of a story: several for each kind of moment, chosen by a luck of their own that no life depends on.

In the wordings `{client}` is the client's name, `{they}`, `{them}`, `{their}` and `{themself}` their pronouns, and
`{s}`, `{are}`, `{have}` make a verb agree with `{they}`; the therapist is always "she". A list is one kind of moment.
"""

from collections.abc import Mapping
from hashlib import blake2b

from model.telling import Tell

PRONOUNS = {
    "they": {"they": "they", "them": "them", "their": "their", "themself": "themselves", "s": "", "are": "are", "have": "have"},
    "she": {"they": "she", "them": "her", "their": "her", "themself": "herself", "s": "s", "are": "is", "have": "has"},
    "he": {"they": "he", "them": "him", "their": "his", "themself": "himself", "s": "s", "are": "is", "have": "has"},
}
# fmt: off
WORDS: dict[str, tuple[str, ...]] = {
    # the first hour
    "first_met": ("{client} feels understood from the start and {depth}.", "The first hour goes well: {client} feels met, and {depth}.", "They find a common language at once; {client} {depth}."),
    "first_mixed": ("The hour begins well: {client} feels met, and {depth}.", "At first {client} feels understood, and {depth}.", "They find a common language soon, and {client} {depth}."),
    "first_partly": ("{client} feels partly understood and {depth}.", "In the first hour they feel their way; {client} {depth}.", "They get to know each other: {client} feels understood in part, and {depth}."),
    "first_missed": ("{client} feels little understood and {depth}.", "They do not find each other yet: {client} {depth}.", "The first hour leaves {client} with the feeling of not having been understood; {they} {depth_they}."),
    "aims_apart": ("What {client} wants and what the therapist has in mind are some way apart.", "They have not yet found an aim that both share.", "On what the therapy is for, the two are not of one mind."),
    # weeks between
    "gap_one": ("A week passes without a session.", "They meet again after a week without a session.", "A week is skipped.", "There has been a week without a session."),
    "gap_more": ("{weeks} weeks pass without a session.", "They meet again only after {weeks} weeks without a session.", "{weeks} weeks have gone by without a session."),
    "bad_week": ("The questionnaire is up by {points} points since the last time.", "{client} comes in a worse state, {points} points up on the last time.", "It has been a bad time: {points} points more on the questionnaire."),
    "better": ("The questionnaire now shows a reliable improvement on intake.", "{client} has improved since intake by more than the questionnaire's error.", "By the questionnaire {client} is now reliably better than at intake."),
    "below": ("The score falls below the clinical cut-off for the first time.", "On the questionnaire {client} is, for now, outside the clinical range.", "For the first time the score is in the non-clinical range."),
    "worse": ("By the questionnaire {client} is now reliably worse than at intake.", "Since intake the score has risen by more than the questionnaire's error.", "The score is now well above that of intake."),
    "alert": ("The feedback form gives the alarm: {client} is not on track.", "The feedback that the therapist reads says: not on track.", "On the feedback form the signal is red; the therapist asks more, and shares the planning."),
    "alert_over": ("The feedback form gives no alarm any more.", "The signal on the feedback form is off again.", "By the feedback form {client} is on track again."),
    # the task that was due
    "done_first": ("The first task, {task}, is done.", "{client} has done what was agreed, {task}.", "The first task, {task}, has worked out."),
    "done_now": ("This time the task is done.", "This time {client} has done the task, {task}.", "This time it has worked: the task is done."),
    "undone_first": ("The task for the week, {task}, is not done.", "{client} comes without having done the task, {task}.", "What was agreed, {task}, has come to nothing this week."),
    "undone_again": ("Again the task is not done.", "The task has been left undone once more.", "{client} has not got round to the task this time either.", "Once more {client} comes without having done the task."),
    "undone_after": ("This time the task is not done.", "The task has been left undone this week.", "{client} comes without having done the task this time."),
    "reproach": ("The therapist lets her disappointment be felt, and it is heard as a reproach.", "The therapist reproaches {client} for it.", "The therapist asks, sharply, how it is to go on like this.", "The therapist takes it for want of will, and says so."),
    "patient": ("The therapist does not blame {client} for it.", "There is no word of blame from the therapist.", "The therapist takes it without reproach."),
    "agreed_first": ("For the week they agree on a task: {task}.", "{client} goes home with a task, {task}.", "At the end they agree on something to do until the next time: {task}."),
    "agreed_smaller": ("For the coming week they settle on something smaller: {task}.", "The next task is smaller: {task}.", "They cut the task down, to {task}.", "For the week they agree on less: {task}."),
    "agreed_bigger": ("Next they try something bigger: {task}.", "The task for the coming week is bigger: {task}.", "They set the next task higher: {task}."),
    # the meeting
    "opens": ("{client} goes deeper than ever before.", "In this hour {client} opens up as never before.", "{client} speaks without holding much back."),
    "closes": ("{client} keeps to the surface today.", "Today little of what matters is said.", "{client} is more guarded than the last time."),
    "understood": ("{client} feels fully understood.", "It is an hour in which {client} feels deeply understood.", "What the therapist says goes straight to the point, and {client} feels it."),
    "misunderstood": ("{client} feels little understood today.", "The therapist's understanding does not get through today.", "Today they miss each other."),
    "overwhelm": ("What comes up is more than {client} can bear here.", "The feeling that is stirred up runs ahead of the safety there is to hold it.", "{client} is flooded by what comes up."),
    "patterns_first": ("They look at how an old relationship repeats itself between them.", "For the first time they speak of what {client} expects of the therapist, and where {they} {have} learned it.", "What happens between the two becomes a subject: an old pattern, seen here and now."),
    "patterns_again": ("They look at what happens between the two.", "The old relationship is looked at in the new one.", "They speak of what {client} expects of the therapist."),
    "transference": ("An old relationship colours what {client} hears today.", "{client} expects of the therapist, more than at other times, what earlier people did.", "The old story is wide awake in this hour."),
    "acted_out": ("The therapist is caught up in a reaction of her own, and it shows.", "Something touches the therapist, and she does not keep it in hand.", "The therapist's own matters get into the room."),
    "insight": ("The therapist is touched herself, and makes use of it to understand {client} better.", "From her own reaction the therapist learns something about {client}.", "The therapist takes what she feels as a sign of what {client} brings."),
    # the alliance as the two rate it
    "client_higher": ("{client} rates the alliance far higher than the therapist does.", "In the therapist's eyes the alliance is far weaker than in {client_s}.", "Asked about the alliance, {client} sees far more of it than the therapist."),
    "therapist_higher": ("The therapist rates the alliance far higher than {client} does.", "In {client_s} eyes the alliance is far weaker than in the therapist's.", "Asked about the alliance, the therapist sees far more of it than {client}."),
    # a rupture: its occasion, how it shows, what becomes of it
    "rupture": ("{cause} and {shown}: a {size} rupture {about}.", "There is a {size} rupture {about}: {cause} and {shown}.", "{cause} and {shown}; it is a {size} rupture {about}."),
    "cause_misread": ("{client} feels misread", "{client} does not feel understood", "{client} feels that the therapist is missing the point", "{client} finds that what was meant does not get across"),
    "cause_judged": ("{client} feels judged", "{client} hears judgment in what is said", "{client} does not feel accepted", "{client} feels looked down on"),
    "cause_reaction": ("{client} meets with a reaction of the therapist's own", "{client} senses that something in the therapist has been touched", "{client} comes up against the therapist's own reaction", "{client} is met by something that has more to do with the therapist"),
    "cause_neutral": ("{client} takes something harmless for rejection", "{client} hears an old rejection in ordinary words", "{client} sees someone else's coldness in the therapist", "{client} feels turned away by a harmless remark"),
    "cause_flooded": ("{client} is left alone with too much feeling", "{client} cannot hold what has been stirred up", "{client} feels pushed too far"),
    "cause_bond": ("{client} is not at ease with the therapist today", "{client} finds something amiss between the two", "{client} trusts the therapist less today", "{client} feels a distance to the therapist"),
    "cause_reproached": ("{client} feels told off about the task", "{client} is stung by the reproach", "{client} feels blamed"),
    "cause_undone": ("{client} is frustrated with {themself} over the task", "{client} is at odds with the task that will not get done", "{client} feels a failure over the undone task"),
    "cause_task": ("{client} does not see what the work they do here is for", "{client} doubts the way they go about it", "{client} is not convinced of what they do in the hours", "{client} wonders whether this way of working leads anywhere"),
    "cause_goal": ("{client} feels pulled towards an aim that is not {their} own", "{client} has come for something else than what the therapist works for", "{client} finds that the two want different things of this therapy", "{client} feels that the therapist has other plans for {them}"),
    "withdrawal": ("goes quiet", "withdraws", "answers in few words", "retreats behind politeness", "turns away to safer subjects", "agrees, outwardly", "lets the subject drop"),
    "confrontation": ("says so, sharply", "speaks up", "objects", "complains openly", "confronts the therapist with it", "makes no secret of it"),
    "unnoticed": ("The therapist does not notice.", "It escapes the therapist.", "The therapist goes on as if nothing had happened.", "The therapist has no eye for it today.", "The hour goes on, and the therapist is none the wiser."),
    "passed_over": ("The therapist notices, but lets it pass.", "The therapist sees it, and does not take it up.", "The therapist is aware of it, but nothing is said.", "The therapist sees it, and changes the subject."),
    "defended": ("The therapist notices, and defends herself.", "The therapist sees it, but is caught in her own reaction and justifies herself.", "The therapist notices it, and explains herself instead of listening.", "The therapist sees it, and argues her own case."),
    "acknowledged": ("The therapist notices, says what she sees, and owns her part in it", "The therapist takes it up, without blame, and names her own share in it", "The therapist stops, acknowledges the strain, and takes it seriously", "The therapist asks about it, and grants that she has had a part in it", "The therapist puts the plan of the hour aside, and speaks of what has just happened"),
    "unexplored": ("{said}; but they do not get to what it was about.", "{said}, but what lies behind it stays in the dark.", "{said}. They do not get to the bottom of it."),
    "explored_bond": ("together they find out what happened between them", "they trace how it came about", "{client} can say what it was that hurt"),
    "explored_task": ("together they find out what stands in the way", "they look into what makes the work so hard to believe in", "they find what it is about the work that does not fit"),
    "explored_undone": ("together they find that the task asked too much", "they find that it was not unwillingness: the task was out of reach", "they look into what made it so hard to begin"),
    "explored_fear": ("they look into what stood in the way, and find fear of failing rather than want of will", "together they find the fear of failing that the task stirs up", "{client} can say how afraid {they} {are} of failing at it"),
    "explored_goal": ("they find where their aims part", "together they get clear on who wants what", "{client} can say what {they} {have} come for"),
    "unchanged": ("{said}; but nothing is changed.", "{said}, yet everything stays as it was.", "{said}. What follows from it is left open."),
    "changed_bond": ("agree on how to go on differently", "settle on another way of speaking about it", "arrange to say it sooner in future"),
    "changed_task": ("change the way they work", "agree on another way of working", "plan the work anew, at {client_s} pace"),
    "renegotiated": ("cut the task down together, to {task}", "settle on less for the coming week: {task}", "make a new task of it, a smaller one: {task}"),
    "changed_goal": ("find an aim that is nearer to both", "agree anew on what they work for", "move towards each other on what the therapy is for"),
    "hollow": ("The therapist's confidence in {client} does not quite ring true, though.", "But the encouragement at the end does not quite reach {client}.", "But the therapist's faith in {client} is not quite believed."),
    "reinforced": ("The therapist's faith in {client} is heard and believed: the rupture is repaired.", "The therapist's trust in {client} rings true, and the rupture is repaired.", "{client} leaves with the feeling of being believed in; the rupture is repaired."),
    "mended": ("The therapist takes it up at once, and all is put right within the hour.", "The therapist notices, they speak about it and change something, and it is repaired.", "It is seen, talked through, and repaired."),
    # an earlier rupture that is taken up
    "raised_bond": ("They come back to what came between them {when}.", "What went wrong between the two {when} is spoken of today.", "What hurt {client} {when} comes up again."),
    "raised_task": ("They come back to what went wrong {when} over the way they work.", "The doubts about the work that found no answer {when} come up again.", "What {client} could not see in the work {when} is spoken of today."),
    "raised_goal": ("They come back to what went wrong {when} over the aims of the therapy.", "What divided the two over the aims {when} comes up again.", "What the therapy is for was left open {when}; today it is asked again."),
    "raised_slight": ("They come back to something small that was passed over {when}.", "A slight strain that nobody mentioned {when} is spoken of today.", "Something small that went amiss {when} comes up again."),
    "touched": ("It is touched on, and passed over.", "But it is no sooner named than left.", "It is mentioned, and nobody stays with it."),
    "justified": ("The therapist justifies herself, and there it stays.", "The therapist explains how she meant it, and does not ask how it was.", "It is mentioned; the therapist defends herself."),
    "faced": ("This time the therapist faces it, and owns her part in it", "Now the therapist takes it seriously, and names her own share in it", "The therapist asks how it was for {client}, and grants that she has had a part in it"),
    # what grows, and what gives
    "trust": ("There is by now a strong bond between the two.", "Trust between them has grown strong.", "By now {client} likes and trusts the therapist a great deal."),
    "safe": ("{client} feels safe here by now.", "The hours have become a safe place for {client}.", "By now the therapist is a secure base for {client}."),
    "thin": ("There is little left of the bond.", "The bond between them has worn thin.", "Not much trust is left between them."),
    "aims_closer": ("They take time to ask what the therapy is for, and come closer.", "They review their goals and find more that both want.", "In talking over their aims they move towards each other."),
    "hopeless": ("{client} hardly hopes any more that this will help.", "Little is left of {client_s} hope.", "{client} no longer expects much of it."),
    "kinder": ("{client} has become kinder to {themself}.", "{client} judges {themself} less harshly than at the start.", "{client} speaks of {themself} with less contempt."),
    "eased": ("Old fears of closeness and of being left have eased with this therapist.", "With this therapist {client} is less on guard than at the start.", "Here {client} no longer quite expects what earlier relationships have taught."),
    # stretches without news
    "quiet_one": ("Nothing new.", "The work goes on.", "There is little to tell.", "They go on as before.", "A plain working session."),
    "quiet_more": ("go on quietly", "pass without much that is new", "are steady work", "bring nothing new"),
    "small_strains": ("small strains go by that nobody takes up", "slight strains go unmentioned", "now and then there is a little friction, and nobody speaks of it"),
    "small_strain": ("a slight strain passes unspoken", "something small goes amiss, and nobody mentions it", "a moment of friction goes by without a word"),
    "old_strain": ("something small from before is touched on, and left", "an old slight strain comes up, and is passed over", "something small that was left unspoken is mentioned in passing"),
    # how it ends
    "dropout": ("{client} does not come back.", "After that {client} stays away for good.", "It was the last time: {client} does not return."),
    "lapsed": ("{client} misses appointments, and does not come back.", "After that appointments are missed, and {client} stays away for good.", "{client} no longer comes to the appointments; the therapy is over."),
    "agreed": ("They end by agreement: it is good enough.", "Both find that it is good enough, and they take leave of each other.", "They agree that this is a good place to end."),
    "agreed_plain": ("They agree to leave it at that.", "They end by agreement.", "Both think that they can stop here, and they take leave of each other."),
    "agreed_uneasy": ("They part by agreement, though not in peace.", "They agree to end; what stood between them is left as it is.", "They call it good enough, and end without a word on what went wrong."),
    "practical": ("They end by agreement, for practical reasons.", "Outward circumstances end the therapy, by agreement.", "For reasons outside therapy they agree to end."),
    "practical_uneasy": ("They end by agreement, for practical reasons; what stood between them is left as it is.", "Outward circumstances end the therapy, by agreement, though they do not part in peace.", "For reasons outside therapy they agree to end, without a word on what went wrong within it."),
    "planned_end": ("They end as planned.", "The agreed number of sessions has been held, and they take leave.", "With that the planned course is complete."),
    "planned_end_uneasy": ("They end as planned, though not in peace.", "The agreed number of sessions has been held; what stood between them is left as it is.", "With that the planned course is complete, without a word on what went wrong."),
    "ongoing": ("The therapy is still going on when the clinic closes its books.", "When the watching ends, the therapy goes on.", "How it ends lies beyond what was watched."),
}
# fmt: on


class Voice:
    """Tells moments in words; the same dyad is always told in the same words, and no wording comes again soon."""

    def __init__(self, client: str, seed: int = 0, tell: Tell | None = None):
        self.address, self.tell, self.used = f"{seed}/{client}", tell or Tell(), dict[str, list[int]]()
        name = self.tell.name or "the client"
        self.fields = PRONOUNS[self.tell.pronoun] | {"client": name, "client_s": f"{name}'s"}

    def phrase(self, kind: str, session: int, values: Mapping[str, str] | None = None) -> str:
        """Words for a moment, as part of a sentence: any of those not among the last that were used, about half of them."""
        wordings, last = WORDS[kind], self.used.setdefault(kind, [])
        free = [at for at in range(len(wordings)) if at not in last]
        luck = int.from_bytes(blake2b(f"{self.address}/{session}/{kind}".encode(), digest_size=8).digest())
        at = free[luck % len(free)]
        self.used[kind] = [*last, at][-(len(wordings) // 2) :]
        return wordings[at].format_map(self.fields | dict(values or {}))

    def sentence(self, kind: str, session: int, **values: str) -> str:
        """Words for a moment, as a sentence."""
        return sentence(self.phrase(kind, session, values))

    def task(self, difficulty: float) -> str:
        """What a task of this difficulty is called."""
        return self.tell.small_task if difficulty < 0.3 else self.tell.middling_task if difficulty < 0.55 else self.tell.big_task


def sentence(words: str) -> str:
    """Words that begin with a capital."""
    return words[:1].upper() + words[1:]
