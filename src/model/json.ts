// The shape of API objects everywhere in the project: plain JSON, as the API writes it.

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

/** A JSON object; the keys stand in the order the API prints them. */
export interface JsonObject {
  [key: string]: JsonValue
}

/** Whether a value is a JSON object, not a list and not null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
