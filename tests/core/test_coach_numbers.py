"""A report's numbers: units and kinds, what is in doubt and why, curves, differences."""

import numpy as np
import pytest

from core import words
from core.coach_material import Material
from core.coach_numbers import APART, compared, curve, head, numbers, worth
from core.coaching import Drawing, KeyMoment
from tests.core.coached import motion

NOWHERE = ((0.0, 0.0),) * 3
KNEE = Drawing("k", "angle", "v1", NOWHERE, ("rhip", "rknee", "rankle"))
REACH = Drawing("d", "distance", "v1", NOWHERE[:2], ("rwrist", "rankle"))
WAY = Drawing("w", "trace", "v1", NOWHERE[:1], ("rankle",))


def material(*drawings: Drawing, **options: object) -> Material:
    views = {"v1": motion("kick"), "v2": motion("kick", view="v2", turn_deg=40)}
    return Material("kick", views, drawings, **options)  # type: ignore[arg-type]


def test_a_table_says_units_and_kinds_and_agreement() -> None:
    measures = material(KNEE, REACH, WAY).measures()
    assert [head(made) for made in measures] == [
        ("Angle at the right knee", ""), ("Distance right wrist to right ankle", "m, relative"),
        ("Speed of the right ankle", "m/s, relative")]
    table = numbers(measures, [KeyMoment("m", 0.5, "Contact")])
    assert [name for name, _ in table.rows] == ["Contact", "Least", "Most"]
    cells = [cell.text for cell in table.rows[0][1]]
    assert cells[0].count("°") == 2 and "±" in cells[1] and "m" not in cells[1] and not table.notes
    assert float(cells[0].split("°")[0]) == pytest.approx(measures[0].at(0.5).value, abs=0.5)
    said = worth(measures)
    assert any("no true size" in one for one in said) and any("no accuracy" in one for one in said)


def test_what_the_views_do_not_agree_on_is_in_doubt_with_a_reason() -> None:
    half = motion("kick", view="v2")
    assert half.deep is not None
    half.deep[50:, half.skeleton.index("rankle")] += np.array([0.5, 0, 0])
    made = Material("kick", {"v1": motion("kick"), "v2": half}, (KNEE,)).measures()
    table = numbers(made, [KeyMoment("a", 0.4, "Early"), KeyMoment("b", 1.2, "Late")])
    assert [row[1][0].note for row in table.rows] == [0, 1, 0, 0] and table.notes == (APART,)
    times, values, spread, doubted = curve(made[0])
    assert len(times) == len(values) == len(spread) and doubted[50:70].all() and not doubted[:50].any()


def test_in_another_language_it_has_that_ones_words_and_decimals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_table", {
        "0.5": "0,5", "relative": "relativ", "speed of the {joint}": "Tempo {joint}", "right ankle": "rechter Knöchel",
        "the views are {apart} apart here": "sie sind {apart} auseinander", APART: "Zu weit auseinander."})
    half = motion("kick", view="v2")
    assert half.deep is not None
    half.deep[50:, half.skeleton.index("rankle")] += np.array([0.5, 0, 0])
    made = Material("kick", {"v1": motion("kick"), "v2": half}, (KNEE, REACH, WAY)).measures()
    assert head(made[2]) == ("Tempo rechter Knöchel", "m/s, relativ")
    table = numbers(made, [KeyMoment("b", 1.2, "Spät")])
    assert "," in table.rows[0][1][1].text and "." not in table.rows[0][1][1].text
    assert table.notes == ("Zu weit auseinander.",) and "auseinander" in made[1].at(1.2).doubt
    assert any("no true size" in one for one in worth(made)), "which is in no table here"


def test_the_usual_angles_where_nothing_is_drawn_and_nothing_twice() -> None:
    assert [made.drawing.joints[1] for made in material().measures()] == [
        "lknee", "rknee", "lhip", "rhip", "lelbow", "relbow"]
    again = Drawing("k2", "angle", "v2", NOWHERE, KNEE.joints)
    assert [made.drawing.id for made in material(KNEE, again, REACH).measures()] == ["k", "d"]


def test_one_view_alone_says_so() -> None:
    made = Material("kick", {"v1": motion("kick")}, (KNEE,)).measures()
    assert "One view alone" in worth(made)[-1] and "±" not in numbers(made, []).rows[0][1][0].text


def test_compared_at_moments_of_the_same_name() -> None:
    mine = material(moments=(KeyMoment("m", 0.9, "Contact"),))
    theirs = Material("other", {"v1": motion("kick")}, moments=(KeyMoment("n", 0.2, "contact"),))
    pairs, found = compared(mine, theirs)
    assert pairs == 1 and found and "at contact" in found[0].words
    assert found[0].size == max(one.size for one in found if not one.doubt)
    nothing = Material("other", {"v1": motion("kick")}, moments=(KeyMoment("n", 0.2, "Else"),))
    assert compared(mine, nothing) == (0, [])


def test_a_measure_that_is_nowhere_is_a_dash() -> None:
    made = material(KNEE).measures()
    made[0].values[:10] = np.nan
    table = numbers(made, [KeyMoment("m", 0.0, "Start")])
    assert table.rows[0][1][0].text == "–"
