// Text of users and clusters made fit to print: control characters could move a terminal's cursor or break an XML file.

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g

/** Control characters shown as their pictures (␛); tabs and line breaks stay. */
export function visible(text: string): string {
  return text.replace(CONTROL, (c) => {
    const code = c.charCodeAt(0)
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '␡' : '\ufffd'
  })
}

/** What XML 1.0 allows, the rest replaced by U+FFFD. */
export function xmlText(text: string): string {
  return text.replace(CONTROL, (c) => (c === '\r' ? '' : '\ufffd')).replace(LONE, '\ufffd')
}

/** A text that is one line, for titles and tables. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, ' ')).trim()
}
