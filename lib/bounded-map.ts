/** Maps that keep to a number of entries: what strangers cause must not fill the memory. */

/** Sets a value as the newest. Above `most` entries the oldest is forgotten. */
export function setBounded<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) break;
    map.delete(oldest);
  }
}
