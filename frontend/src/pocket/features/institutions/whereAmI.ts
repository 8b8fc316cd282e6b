import type { Point } from '@shared/geo/distance';

/** A phone without a location service keeps asking for ever; nobody waits for that. */
const patience = 8000;

/** Where this phone is, once, if its owner allows; null otherwise. Nothing depends on it. */
export function whereAmI(): Promise<(Point & { accuracy: number }) | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null);
  return new Promise((resolve) => {
    const giveUp = window.setTimeout(() => resolve(null), patience + 500);
    const answer = (found: (Point & { accuracy: number }) | null) => {
      window.clearTimeout(giveUp);
      resolve(found);
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        answer({
          longitude: coords.longitude,
          latitude: coords.latitude,
          accuracy: coords.accuracy,
          datum: 'wgs84',
        }),
      () => answer(null),
      { enableHighAccuracy: true, timeout: patience, maximumAge: 60_000 },
    );
  });
}
