/** Tells which slot of a Redis cluster holds a key. So one lost node is told from the others. */

/** Returns the slot of a key without braces: CRC-16/XMODEM modulo 16384 (Redis cluster spec). */
export function slotOf(key: string): number {
  let crc = 0;
  for (const byte of new TextEncoder().encode(key)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc % 16_384;
}
