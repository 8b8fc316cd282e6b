/** A point with the coordinate system that it was measured in; the two differ by 100 to 700 m (domain.md §6). */
export interface Point {
  longitude: number;
  latitude: number;
  datum: 'wgs84' | 'gcj02';
}

const semiMajor = 6378245;
const eccentricity = 0.00669342162296594;
const toRadians = (degrees: number) => (degrees * Math.PI) / 180;

/** The shift from WGS-84 to GCJ-02 at a place, in degrees, by the published formula. */
function shift(longitude: number, latitude: number): { longitude: number; latitude: number } {
  const x = longitude - 105;
  const y = latitude - 35;
  const waves = (20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI)) * (2 / 3);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    waves +
    (20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) * (2 / 3) +
    (160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y * Math.PI) / 30)) * (2 / 3);
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    waves +
    (20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) * (2 / 3) +
    (150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI)) * (2 / 3);
  const radians = toRadians(latitude);
  const magic = 1 - eccentricity * Math.sin(radians) ** 2;
  const root = Math.sqrt(magic);
  return {
    latitude: (north * 180) / (((semiMajor * (1 - eccentricity)) / (magic * root)) * Math.PI),
    longitude: (east * 180) / ((semiMajor / root) * Math.cos(radians) * Math.PI),
  };
}

function asWgs84(point: Point): { longitude: number; latitude: number } {
  if (point.datum === 'wgs84') return point;
  // The shift hardly changes over its own length: one step back is right to a few metres.
  const moved = shift(point.longitude, point.latitude);
  return { longitude: point.longitude - moved.longitude, latitude: point.latitude - moved.latitude };
}

/** Metres between two points, whichever system each was measured in. */
export function distanceInMetres(one: Point, other: Point): number {
  const from = asWgs84(one);
  const to = asWgs84(other);
  const north = toRadians(to.latitude - from.latitude);
  const east = toRadians(to.longitude - from.longitude);
  const chord =
    Math.sin(north / 2) ** 2 +
    Math.cos(toRadians(from.latitude)) * Math.cos(toRadians(to.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.sqrt(chord));
}
