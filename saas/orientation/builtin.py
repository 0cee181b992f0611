"""The scenarios that every new workspace starts with: four for each side."""

from saas.programs.builtin import Builtin
from saas.programs.models import Audience

SCENARIOS: Builtin = {
    "mentee_late": {
        "title": "The train stands still",
        "situation": "You meet your mentor in half an hour. Your train has stopped between two "
        "stations, and nobody knows for how long.",
        "audience": Audience.MENTEE,
        "answers": [
            "Wait and see; a few minutes will not matter.",
            "Write at once, say how late it may get, and offer another time.",
            "Cancel, so that nobody has to wait.",
        ],
        "feedback": [
            "It may be a few minutes. But your mentor has kept this hour free, and hears nothing "
            "while it passes.",
            "Your mentor can use the time, or choose another. Telling early is what counts, "
            "whatever the reason.",
            "Kind, but a late meeting may suit your mentor better than none. Ask before you "
            "decide for both of you.",
        ],
        "best": 1,
    },
    "mentee_advice": {
        "title": "Advice that does not suit you",
        "situation": "Your mentor advises you to speak at a meeting of your department. You "
        "think that it is a bad idea.",
        "audience": Audience.MENTEE,
        "answers": [
            "Say yes, and leave it at that.",
            "Think about it, and then say why it is not for you, or how you would change it.",
            "Explain at once why it would not work.",
        ],
        "feedback": [
            "Your mentor will wonder what came of it, and has nothing to go by next time.",
            "No is a good answer when it comes with a reason. The next advice will fit better, "
            "and perhaps you find a part that you do want to try.",
            "Perhaps you are right. Advice that is turned down before it was thought about is "
            "given less and less, though.",
        ],
        "best": 1,
    },
    "mentee_job": {
        "title": "A vacancy at your mentor's company",
        "situation": "You see a position in your mentor's company that you would love to have.",
        "audience": Audience.MENTEE,
        "answers": [
            "Ask your mentor to put in a word for you.",
            "Say nothing, as jobs are off limits.",
            "Ask what such a role is really like, and what one should bring.",
        ],
        "feedback": [
            "That puts your mentor in a difficult place. Finding you a job is not what they are "
            "here for.",
            "You may talk about careers as much as you like; only asking for a job is not fair.",
            "Advice, contacts and what a role is like are fair to ask for. If your mentor wants "
            "to do more, they will offer it.",
        ],
        "best": 2,
    },
    "mentee_feedback": {
        "title": "Feedback that stings",
        "situation": "Your mentor says that you came across as unprepared in a meeting.",
        "audience": Audience.MENTEE,
        "answers": [
            "Ask for an example, and what you could try next time.",
            "Explain what a week you have had.",
            "Apologize, and change the subject.",
        ],
        "feedback": [
            "You learn what was seen, and you make it easy to be honest with you again.",
            "That may all be true. It also tells your mentor to be more careful with you.",
            "Nobody needs an apology. What was behind it would have been of use.",
        ],
        "best": 0,
    },
    "mentor_solve": {
        "title": "A problem that you know well",
        "situation": "Your mentee has a problem that you solved three times yourself.",
        "audience": Audience.MENTOR,
        "answers": [
            "Tell them what to do; it saves time.",
            "Ask what they have thought of, and then tell what you did and how it went.",
            "Let them find out for themselves.",
        ],
        "feedback": [
            "It may work for you, and not for them: you do not know their team as they do.",
            "They learn to think it through, and have your experience to choose from.",
            "They came to you because you have been there. Hold back the answer, not the help.",
        ],
        "best": 1,
    },
    "mentor_silence": {
        "title": "Three weeks of silence",
        "situation": "Your mentee has not answered your last two messages.",
        "audience": Audience.MENTOR,
        "answers": [
            "Wait; it is for them to write.",
            "Write one line: is everything all right, and does another rhythm suit better? Then "
            "tell the people who run the program.",
            "Tell them that you are disappointed.",
        ],
        "feedback": [
            "Most partnerships that end early end in silence, and usually for reasons that have "
            "nothing to do with you.",
            "It is easy to answer, and nobody loses face. The people who run the program can "
            "reach them in another way.",
            "You may be. It makes the next message even harder to write.",
        ],
        "best": 1,
    },
    "mentor_confidence": {
        "title": "Something told in confidence",
        "situation": "Your mentee tells you about trouble with a manager whom you know well.",
        "audience": Audience.MENTOR,
        "answers": [
            "Have a quiet word with the manager.",
            "Keep it to yourself, and think with them about what they could do.",
            "Say that you would rather not hear about it.",
        ],
        "feedback": [
            "You mean well. They told you because it stays between the two of you.",
            "That is what they need from you. Where somebody is in danger, say that you have to "
            "turn to others, and to whom.",
            "You may have to say that you know the manager. Sending them away leaves them alone "
            "with it.",
        ],
        "best": 1,
    },
    "mentor_personal": {
        "title": "More than you can carry",
        "situation": "Your mentee sounds worn out, and talks about not sleeping for weeks.",
        "audience": Audience.MENTOR,
        "answers": [
            "Listen, say what you notice, and ask whether they have somebody who can help; know "
            "where to send them.",
            "Tell them about a hard time of your own.",
            "Go back to the goals; that is what you are there for.",
        ],
        "feedback": [
            "You are a mentor, not a doctor. To be heard, and to know where to turn, is a lot.",
            "That can comfort, but now it is about them.",
            "Goals can wait for a week. Somebody who is not well will remember that you saw it.",
        ],
        "best": 0,
    },
}
