// Files of variables as pods may read them: NAME='value' lines, values in single quotes, also over several lines.
// Upstream: ParseEnv in pkg/kubelet/util/env/env_util.go.

const blank = /^[ \t]+/
const trailing = /[ \t]+$/

/** The value of a name, empty when it is not there; undefined when the file before it is not written so. */
export function parseEnvFile(text: string, key: string): string | undefined {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!.replace(blank, '')
    if (line === '' || line.startsWith('#')) continue
    const equals = line.indexOf('=')
    const name = line.slice(0, Math.max(equals, 0))
    if (equals < 0 || name.replace(trailing, '') !== name || name === '') return undefined
    const value = line.slice(equals + 1)
    // As in a shell: what follows a blank is not the value.
    if (blank.test(value)) {
      if (name === key) return ''
      continue
    }
    if (!value.startsWith("'")) return undefined
    let rest = value.slice(1)
    let found = ''
    let end = rest.indexOf("'")
    while (end < 0) {
      found += `${rest}\n`
      if (++i >= lines.length) return undefined
      rest = lines[i]!
      end = rest.indexOf("'")
    }
    const after = rest.slice(end + 1).replace(blank, '')
    if (after !== '' && !after.startsWith('#')) return undefined
    if (name === key) return found + rest.slice(0, end)
  }
  return ''
}
