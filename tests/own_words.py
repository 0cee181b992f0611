"""What organizations really call a mentor, in many scripts and with signs."""

from hypothesis import strategies as st

from saas.words import Term, Words

REAL = (
    *("coach", "Équipière", "Coach’ess", "(Co-)Mentor", "Begleiter:in", "наставник"),
    *("σύμβουλος", "mentorë", "cố vấn", "col·laborador", "მენტორი", "խորհրդատու"),
    *("मार्गदर्शक", "வழிகாட்டி", "พี่เลี้ยง", "ผู้ให้คำปรึกษา", "ഉപദേഷ്ടാവ്", "ශ්\u200dරී ගුරු"),
    *("مُرْشِد", "راه\u200cنما", "מְלַוֶּה", "מנכ״ל", "ライフ・コーチ", "導師", "멘토", "አማካሪ"),
    *("Buddy & guide", "Coach (senior)", "Program 2.0", "Mentor/Coach", "R&D coach"),
    *("Coach: sales", "No. 1", "1:1 partner", "AT&copy coach", "Sr. buddy"),
)
#: They hold the standard words, so that one sees where a sentence is said twice.
PEERED = Words(
    mentor=Term("a", "peer mentor", "peer mentors"),
    mentee=Term("a", "peer mentee", "peer mentees"),
    program=Term("a", "peer program", "peer programs"),
)
#: One of them, or two of them put together with a sign.
WORDS = st.one_of(
    st.sampled_from(REAL),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(REAL[:20]),
        st.sampled_from((" & ", "/", ": ", " ")),
        st.sampled_from(REAL[:20]),
    ),
).filter(lambda word: len(word) <= 40)
