"""Positions in two coordinate systems and the distance between them.

Phones give WGS-84; Chinese maps, and so most rosters, give GCJ-02, which is shifted by 100 to 700 m on the mainland
(domain.md §6). The shift follows the formulae that have long been public. It is an approximation good to a few
metres, which is enough to say "about 200 m from the gate" and never more than that.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, hypot, isfinite, pi, radians, sin, sqrt

# The mean radius of the Earth, metres.
_EARTH_RADIUS_M = 6_371_008.8
# The Krasovsky 1940 ellipsoid, on which GCJ-02 is defined: semi-major axis in metres, eccentricity squared.
_SEMI_MAJOR_AXIS_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
# The box of the public formulae: outside it nothing is shifted.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
# Degrees; about a tenth of a millimetre, far below what a position can mean.
_CLOSE_ENOUGH = 1e-9
_MAX_ROUNDS = 30


class Datum(StrEnum):
    """The coordinate system that a longitude and a latitude are given in."""

    wgs84 = "wgs84"
    gcj02 = "gcj02"


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the Earth, degrees east and north. Raises ValueError for what is no such point."""

    longitude: float
    latitude: float
    datum: Datum

    def __post_init__(self) -> None:
        if not (isfinite(self.longitude) and -180 <= self.longitude <= 180):
            raise ValueError(f"no such longitude: {self.longitude}")
        if not (isfinite(self.latitude) and -90 <= self.latitude <= 90):
            raise ValueError(f"no such latitude: {self.latitude}")


def to_gcj02(position: Position) -> Position:
    """The same place in GCJ-02."""
    if position.datum is Datum.gcj02:
        return position
    east, north = _shift(position.longitude, position.latitude)
    return Position(position.longitude + east, position.latitude + north, Datum.gcj02)


def to_wgs84(position: Position) -> Position:
    """The same place in WGS-84.

    The shift has no inverse in closed form: guess, shift the guess, correct it by what is left over, until nothing is.
    """
    if position.datum is Datum.wgs84:
        return position
    longitude, latitude = position.longitude, position.latitude
    for _ in range(_MAX_ROUNDS):
        east, north = _shift(longitude, latitude)
        east_left = position.longitude - (longitude + east)
        north_left = position.latitude - (latitude + north)
        longitude += east_left
        latitude += north_left
        if hypot(east_left, north_left) < _CLOSE_ENOUGH:
            break
    return Position(longitude, latitude, Datum.wgs84)


def distance_m(a: Position, b: Position) -> float:
    """The distance over ground in metres (great circle); positions of different systems are brought together first."""
    first, second = to_wgs84(a), to_wgs84(b)
    latitude_a, latitude_b = radians(first.latitude), radians(second.latitude)
    half_north = (latitude_b - latitude_a) / 2
    half_east = radians(second.longitude - first.longitude) / 2
    square = sin(half_north) ** 2 + cos(latitude_a) * cos(latitude_b) * sin(half_east) ** 2
    # Rounding may carry the square past 1 for points on opposite sides of the Earth.
    return 2 * _EARTH_RADIUS_M * asin(min(1.0, sqrt(square)))


def _shift(longitude: float, latitude: float) -> tuple[float, float]:
    """How far GCJ-02 lies east and north of a WGS-84 point, in degrees."""
    if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
        return 0.0, 0.0
    x, y = longitude - 105.0, latitude - 35.0
    ripple = 20.0 * sin(6.0 * pi * x) + 20.0 * sin(2.0 * pi * x)
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east_m += (ripple + _waves(x, 20.0, 40.0, 150.0, 300.0)) * 2.0 / 3.0
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north_m += (ripple + _waves(y, 20.0, 40.0, 160.0, 320.0)) * 2.0 / 3.0
    parallel = radians(latitude)
    flattening = 1.0 - _ECCENTRICITY_SQUARED * sin(parallel) ** 2
    metres_per_radian_north = _SEMI_MAJOR_AXIS_M * (1.0 - _ECCENTRICITY_SQUARED) / flattening**1.5
    metres_per_radian_east = _SEMI_MAJOR_AXIS_M / sqrt(flattening) * cos(parallel)
    return east_m / metres_per_radian_east * 180.0 / pi, north_m / metres_per_radian_north * 180.0 / pi


def _waves(t: float, first: float, second: float, third: float, fourth: float) -> float:
    """The long waves of the shift along one axis; the amplitudes are those of the public formulae."""
    return first * sin(pi * t) + second * sin(pi * t / 3.0) + third * sin(pi * t / 12.0) + fourth * sin(pi * t / 30.0)
