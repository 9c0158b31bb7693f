// `$(NAME)` in commands, arguments and values; `$$` stands for `$`. Upstream: third_party/forked/golang/expansion.

/** Replaces references to known names; others stay as they are. */
export function expand(text: string, lookup: (name: string) => string | undefined): string {
  let at = text.indexOf('$')
  if (at < 0) return text
  let out = ''
  let from = 0
  for (; at >= 0 && at + 1 < text.length; at = text.indexOf('$', from)) {
    out += text.slice(from, at)
    const next = text[at + 1]
    if (next === '$') {
      out += '$'
      from = at + 2
      continue
    }
    const end = next === '(' ? text.indexOf(')', at + 2) : -1
    if (end < 0) {
      out += next === '(' ? '$(' : `$${next}`
      from = at + 2
      continue
    }
    const name = text.slice(at + 2, end)
    out += lookup(name) ?? `$(${name})`
    from = end + 1
  }
  return out + text.slice(from)
}
