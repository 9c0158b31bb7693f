// `/api/v1/watch/…`: the old way to ask for a watch, still served: the same as the collection with `watch=true`, of one object the
// collection narrowed to its name. Upstream: apiserver/pkg/endpoints/installer.go (WATCH, WATCHLIST), request/requestinfo.go.

/** The path without the prefix; what it meant is put into the query. */
export function withoutWatchPrefix(path: string, query: Record<string, string>): string {
  if (!path.includes('/watch/')) return path
  const given = path.split('/')
  const at = given[1] === 'api' ? 3 : 4
  if (given[at] !== 'watch' || (given[1] !== 'api' && given[1] !== 'apis')) return path
  const parts = given.filter((_, i) => i !== at)
  query['watch'] = 'true'
  const resourceAt = parts[at] === 'namespaces' && parts.length > at + 2 ? at + 2 : at
  if (parts.length > resourceAt + 2) return path
  const [name] = parts.splice(resourceAt + 1)
  if (name) {
    const selector = `metadata.name=${decodeURIComponent(name)}`
    query['fieldSelector'] = query['fieldSelector'] ? `${query['fieldSelector']},${selector}` : selector
  }
  return parts.join('/')
}
