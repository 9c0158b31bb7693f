// Bytes in the data of ConfigMaps and Secrets: values are base64 there.

/** The largest ConfigMap or Secret, all values together. */
export const MAX_DATA_SIZE = 1024 * 1024

/** How many bytes a base64 text stands for. */
export function base64Size(text: string | null): number {
  if (!text) return 0
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return (text.length / 4) * 3 - padding
}
