// Basic and extended regular expressions of grep and sed.

const regexes = new Map<string, RegExp>()

/** A basic or extended expression as one of ours. */
export function regexOf(pattern: string, extended: boolean, flags = ''): RegExp {
  const key = `${extended}${flags}/${pattern}`
  let regex = regexes.get(key)
  if (regex === undefined) {
    if (regexes.size > 200) regexes.clear()
    const swapped = extended
      ? pattern
      : pattern.replaceAll(/\\([(){}|+?])|([(){}|+?])/g, (_, a?: string, b?: string) => a ?? `\\${b}`)
    const classes = swapped
      .replaceAll('[:space:]', '\\s')
      .replaceAll('[:digit:]', '0-9')
      .replaceAll('[:alpha:]', 'A-Za-z')
      .replaceAll('[:alnum:]', 'A-Za-z0-9')
      .replaceAll('[:upper:]', 'A-Z')
      .replaceAll('[:lower:]', 'a-z')
    regex = new RegExp(classes, flags)
    regexes.set(key, regex)
  }
  return regex
}
