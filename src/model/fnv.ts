// The hashes of Fowler, Noll and Vo in 32 bits, as Go's hash/fnv has them.

/** What a hash begins with. */
export const FNV_OFFSET = 2166136261
const PRIME = 16777619

/** FNV-1a; `from` goes on where another hash ended. */
export function fnv32a(bytes: Uint8Array, from = FNV_OFFSET): number {
  let hash = from
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME)
  return hash >>> 0
}

/** FNV-1. */
export function fnv32(bytes: Uint8Array, from = FNV_OFFSET): number {
  let hash = from
  for (const byte of bytes) hash = Math.imul(hash, PRIME) ^ byte
  return hash >>> 0
}
