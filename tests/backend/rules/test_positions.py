"""Positions in two coordinate systems (domain.md §6: WGS-84 and GCJ-02 differ by 100 to 700 m)."""

from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handinhand.core.geo import Datum, Position, distance_m, to_gcj02, to_wgs84


def wgs84(longitude: float, latitude: float) -> Position:
    return Position(longitude, latitude, Datum.wgs84)


def gcj02(longitude: float, latitude: float) -> Position:
    return Position(longitude, latitude, Datum.gcj02)


def offset_m(position: Position) -> float:
    """How far apart the same numbers lie when read in the one system and in the other."""
    shifted = to_gcj02(position)
    return distance_m(position, wgs84(shifted.longitude, shifted.latitude))


# The shift is not defined to lead out of its own box, so stay 0.05 degrees (5 km) away from the edge.
inside = st.builds(wgs84, st.floats(72.06, 137.78), st.floats(0.88, 55.77))
anywhere = st.builds(Position, st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(Datum))

KNOWN_PAIRS = [
    (wgs84(121.5272106, 31.1774276), gcj02(121.531541859215, 31.17530398364597)),
    (wgs84(113.912316, 22.543847), gcj02(113.9171764808363, 22.540796131694766)),
    (wgs84(116.377817, 39.911954), gcj02(116.38404722455657, 39.91334545536069)),
]
TOWNS = {
    "蒲城": wgs84(109.59, 34.96),
    "渭南": wgs84(109.50, 34.50),
    "西安": wgs84(108.94, 34.34),
    "北京": wgs84(116.39, 39.91),
    "上海": wgs84(121.47, 31.23),
    "广州": wgs84(113.26, 23.13),
    "成都": wgs84(104.07, 30.67),
    "哈尔滨": wgs84(126.53, 45.80),
}


@pytest.mark.parametrize(("phone", "map_position"), KNOWN_PAIRS)
def test_known_pairs_are_met_in_both_directions(phone: Position, map_position: Position) -> None:
    there, back = to_gcj02(phone), to_wgs84(map_position)
    assert (there.longitude, there.latitude) == pytest.approx((map_position.longitude, map_position.latitude), abs=1e-7)
    assert (back.longitude, back.latitude) == pytest.approx((phone.longitude, phone.latitude), abs=1e-6)


@pytest.mark.parametrize("town", TOWNS)
def test_in_mainland_towns_the_two_systems_are_100_to_700_m_apart(town: str) -> None:
    assert 100 < offset_m(TOWNS[town]) < 700


@given(position=inside)
def test_there_and_back_again_is_the_same_place(position: Position) -> None:
    there = to_gcj02(position)
    back = to_wgs84(there)
    assert there.datum is Datum.gcj02
    assert back.datum is Datum.wgs84
    assert distance_m(position, back) < 0.01


@given(position=inside)
def test_the_distance_between_the_same_place_in_both_systems_is_nothing(position: Position) -> None:
    assert distance_m(position, to_gcj02(position)) < 0.01


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(2.35, 48.86), (-74.0, 40.7), (139.69, 35.69), (110.0, 0.5), (110.0, 56.0)]
)
def test_outside_china_nothing_is_shifted(longitude: float, latitude: float) -> None:
    assert to_gcj02(wgs84(longitude, latitude)) == gcj02(longitude, latitude)
    assert to_wgs84(gcj02(longitude, latitude)) == wgs84(longitude, latitude)


@given(position=anywhere)
def test_a_position_already_in_the_wanted_system_stays_as_it_is(position: Position) -> None:
    assert (to_gcj02 if position.datum is Datum.gcj02 else to_wgs84)(position) is position


@given(a=anywhere, b=anywhere)
def test_distance_is_symmetric_and_at_most_half_way_round(a: Position, b: Position) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)
    assert 0 <= distance_m(a, b) <= pi * 6_371_009
    assert distance_m(a, a) == 0


def test_distances_over_ground_are_in_metres() -> None:
    # A degree along a meridian is 111.195 km; at 60 degrees north a degree east is half of that.
    assert distance_m(wgs84(10, 0), wgs84(10, 1)) == pytest.approx(111_195, abs=1)
    assert distance_m(wgs84(10, 60), wgs84(11, 60)) == pytest.approx(111_195 / 2, rel=1e-4)
    assert distance_m(wgs84(0, 0), wgs84(180, 0)) == pytest.approx(pi * 6_371_008.8, abs=1)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(180.1, 0), (-181, 0), (0, 90.1), (0, -91), (float("nan"), 0), (0, float("inf"))]
)
def test_what_is_no_place_on_earth_is_refused(longitude: float, latitude: float) -> None:
    with pytest.raises(ValueError, match="no such"):
        wgs84(longitude, latitude)
