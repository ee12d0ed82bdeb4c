"""Guesses, questions and cards: what they say, what is kept of them, what an export shows."""

import json
from pathlib import Path

import pytest

from poollab import draw, kept, predict
from poollab.errors import PoolLabError
from poollab.predict import ask
from poollab.predict.committed import FILE, commit, committed, note_measured
from poollab.predict.questions import Question, lesson, question, questions
from poollab.predict.tally import Tally, is_close, outcomes
from poollab.predict.verdict import verdict
from poollab.predict.widget import CardsView, QuestionView

LESSONS = [f"{number:02}" for number in range(1, 8)]


@pytest.fixture(autouse=True)
def _new_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the questions that were shown, as a new kernel has."""
    monkeypatch.setattr(ask, "_views", {})


def say(view: QuestionView, answer: object) -> None:
    """Answer as the page does."""
    view._handle_custom_msg({"answer": answer}, [])


def guess(key: str, value: object) -> predict.Guess:
    found = predict.number(key)
    say(found._view, value)
    return found


def test_a_guess_is_read_when_it_is_drawn() -> None:
    gap = predict.number("03/gap")
    assert gap.value is None
    assert "You made no prediction" in str(gap.measured(37, title="The gap"))
    say(gap._view, 10)
    assert str(gap.measured(37, title="The gap")) == "You predicted 10 times. Measured: 37 times."


def test_a_cell_run_again_and_another_day_know_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    guess("03/gap", 10)
    assert predict.number("03/gap").value == 10
    monkeypatch.setattr(ask, "_views", {})
    assert predict.number("03/gap").value == 10


def test_several_are_measured_and_one_was_guessed() -> None:
    found = guess("06/open", 2)
    picture = found.measured({"asyncpg": 2, "SQLAlchemy": 0}, of="SQLAlchemy", title="Before")
    assert "asyncpg: 2 connections; SQLAlchemy: 0 connections" in str(picture)
    assert committed()["06/open"].measured == 0


@pytest.mark.parametrize("senseless", [None, "10", -1, float("nan"), float("inf"), True, [3]])
def test_what_is_no_number_is_no_guess(senseless: object) -> None:
    assert guess("03/gap", senseless).value is None
    assert not committed()


def test_nothing_is_written_where_nobody_commits() -> None:
    predict.number("03/gap").measured(37, title="The gap")
    predict.poll("03/reuse")
    predict.quiz("03")
    predict.cards("03")
    predict.how_did_i_do("03")
    assert not kept.file(FILE).exists()


def test_the_first_answer_stays_the_first() -> None:
    commit("03/opened", "60")
    commit("03/opened", "5")
    note_measured("03/opened", 5)
    entry = committed()["03/opened"]
    assert (entry.first, entry.last, entry.measured) == ("60", "5", 5)
    commit("03/opened", "1")
    assert committed()["03/opened"].measured is None  # it belongs to the last


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"03/gap": 10}', '{"03/gap": {"first": 10}}', "\ud800",
             '{"03/gap": {"first": [], "last": NaN}}', "[" * 100_000],
)  # fmt: skip
def test_a_broken_file_is_no_answer_and_stops_nothing(text: str) -> None:
    kept.file(FILE).write_bytes(text.encode(errors="surrogatepass"))
    assert predict.number("03/gap").value is None
    predict.how_did_i_do("03")
    say(ask._view("03/gap"), 10)
    assert committed()["03/gap"].last == 10


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("POOLLAB_PROGRESS", str(tmp_path / "file" / "progress.json"))
    assert guess("03/gap", 10).value == 10
    assert predict.number("03/gap").value == 10


def test_an_answer_to_a_question_that_has_changed_is_none() -> None:
    commit("03/opened", "no option any more")
    commit("03/gap", "no number")
    assert predict.number("03/gap").value is None
    assert not list(outcomes("03"))


def test_a_quiz_says_a_word_and_the_reason() -> None:
    opened = question("03/opened")
    assert verdict(opened, "5").text.startswith("Right. They were opened once")
    wrong = verdict(opened, "60")
    assert (wrong.mark, wrong.text) == ("wrong", "Not right. That is what /direct did.")
    view = QuestionView(opened)
    say(view, "60")
    assert view.said["mark"] == "wrong"
    assert view.said["answer"] == "60"


def test_a_poll_gives_nothing_away() -> None:
    for option in question("03/reuse").options:
        assert verdict(question("03/reuse"), option).mark == "noted"


def test_the_page_is_not_told_the_answer_before() -> None:
    for number in LESSONS:
        for one in questions(number).values():
            told = json.dumps(QuestionView(one).get_state(), default=str)
            assert not any(reason in told for reason in one.reasons.values())


def test_the_right_answer_stands_always_at_one_place_and_not_at_the_same_in_all() -> None:
    quizzes = [one for number in LESSONS for one in questions(number).values() if one.reasons]
    places = [one.options.index(str(one.right)) for one in quizzes]
    assert min(places.count(place) for place in range(3)) >= len(quizzes) / 6
    assert question("03/opened").options == ("60", "1", "5")


def test_an_export_has_question_and_options_and_what_was_answered() -> None:
    view = QuestionView(question("03/reuse"))
    shown = view._still()._repr_mimebundle_()
    assert shown["text/html"].count("<li>") == 4
    assert "What does a pool of 5 connections do?" in shown["text/plain"]
    say(view, view.asked.options[0])
    assert f"Your answer: {view.asked.options[0]}" in view._still().text
    quiz = QuestionView(question("03/opened"))._still().html
    assert quiz.index("<details>") < quiz.index("They were opened once")
    cards = CardsView("03/cards", {"What is <a> pool?": "A queue."})._still().html
    assert "<summary>What is &lt;a&gt; pool?</summary><p>A queue.</p>" in cards


def test_how_did_i_do_is_kind_to_whoever_did_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    predict.how_did_i_do("03")
    assert "Next time, guess first" in capsys.readouterr().out


def test_how_did_i_do_sets_guesses_beside_measurements(capsys: pytest.CaptureFixture[str]) -> None:
    guess("03/gap", 10).measured(37, title="The gap")
    guess("03/waiting", 5).measured(5, title="They wait")
    say(ask._view("03/reuse"), question("03/reuse").options[0])
    for answer in ("60", "5"):
        commit("03/opened", answer)
    predict.how_did_i_do("03")
    said = capsys.readouterr().out
    assert "Guesses within a factor of 2 of what was measured: 1 of 2." in said
    assert "Questions right at the first try: 0 of 2." in said
    assert "You said: It opens a connection for every request" in said
    assert "What was shown: It opens 5 connections" in said
    lines = said[said.index("Guesses within") :].splitlines()  # what is below the picture
    assert max(map(len, lines)) <= 76


def test_guesses_are_drawn_on_scales_of_their_own() -> None:
    rows = [
        draw.Guessed("Times as many requests a second with a pool", "times", 10, 37.2),
        draw.Guessed("Beats in a second", "beats", 3, 0),
        draw.Guessed("How many?", "", 0, 0),
    ]
    picture = draw.guesses(rows, title="1 of 3 guesses within a factor of 2")
    assert picture.png
    assert "Beats in a second: guessed 3, measured 0 beats. How many? guessed 0," in str(picture)
    with pytest.raises(PoolLabError, match="nothing to draw"):
        draw.guesses([], title="")


@pytest.mark.parametrize(
    ("guessed", "measured", "close"),
    [(10, 20, True), (10, 21, False), (20, 10, True), (21, 10, False), (0, 0, True), (1, 0, False)],
)
def test_close_is_within_a_factor_of_two(guessed: float, measured: float, close: bool) -> None:
    assert is_close(guessed, measured) is close


def test_a_tally_counts_what_has_a_right_answer() -> None:
    commit("01/share", question("01/share").options[0])  # what is right hangs on the machine
    assert Tally.of(outcomes("01")) == (0, 0, 0, 0)
    commit("01/what", str(question("01/what").right))
    assert Tally.of(outcomes("01")) == (0, 0, 1, 1)


def test_who_asks_for_what_is_not_there_is_told_what_is() -> None:
    with pytest.raises(PoolLabError, match=r"Lesson 03 has no question 'pace': .*gap"):
        predict.number("03/pace")
    with pytest.raises(PoolLabError, match="no lesson '08'"):
        predict.quiz("08")
    with pytest.raises(PoolLabError, match="asks for no number"):
        predict.number("03/reuse")


def test_a_question_can_be_read_by_all() -> None:
    for number in LESSONS:
        names = [name for kind in ("poll", "number", "quiz") for name in _named(number, kind)]
        assert len(set(names)) == len(names)
        for one in questions(number).values():
            assert is_whole(one), one


def _named(number: str, kind: str) -> list[str]:
    return list(lesson(number).get(kind, {}))


def is_whole(one: Question) -> bool:
    return one.asks[-1] in ":?…" and (bool(one.unit) or len(one.options) >= 3)
