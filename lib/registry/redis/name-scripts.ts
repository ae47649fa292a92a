/** What Redis does in one step with names and ids, as Lua. The name is each script's one key. */
import { maxNamesakes } from "../limits";
import { type Script, shared, spareSeconds } from "./scripts";

/** Adds what a name stands for. Takes the value and seconds to keep it. */
export const addNameScript: Script = {
  lua: `${shared}
if redis.call('SCARD', key) < ${maxNamesakes} then redis.call('SADD', key, ARGV[1]) end
keep(tonumber(ARGV[2]) + ${spareSeconds})
return 1`,
};

/** Removes what a name stands for. */
export const dropNameScript: Script = { lua: "return redis.call('SREM', KEYS[1], ARGV[1])" };

/** Gives what a name stands for. */
export const namedScript: Script = { lua: "return redis.call('SMEMBERS', KEYS[1])" };

/** Takes seconds. Gives 1 at the first call within them, and 0 afterwards. */
export const firstScript: Script = {
  lua: "return redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[1]) and 1 or 0",
};

/** Notes that what a name stood for until now is over. Takes "at reason" and seconds to keep it. */
export const markScript: Script = {
  lua: "redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2]) return 1",
};

/** Gives "at reason" of a name, or nothing. */
export const markedScript: Script = { lua: "return redis.call('GET', KEYS[1])" };
