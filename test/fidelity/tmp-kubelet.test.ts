import fs from 'node:fs'
import { it } from 'vitest'
import { ADMINISTRATOR, Simulator } from '../../src/simulator/compose.ts'
const dir = '/work/shared/kubernetes/kubelet/'
const START = 1767225600000
const sec = (t?: string | null) => (t ? (Date.parse(t) - START) / 1000 : undefined)
function summary(pod: any, uid: string): string {
  const rep = (m?: string) => (m ?? '').replaceAll(uid, '<uid>').replaceAll('_default(', '_<ns>(')
  const st = pod.status
  const cond = Object.fromEntries((st.conditions ?? []).map((c: any) => [c.type, c.status + (c.reason ? ` ${c.reason}` : '') + (c.message ? `: ${c.message}` : '')]))
  const cs = (l: any[]) => Object.fromEntries((l ?? []).map((c) => [c.name, { ready: c.ready, started: c.started, restarts: c.restartCount, state: norm(c.state), ...(Object.keys(c.lastState ?? {}).length ? { last: norm(c.lastState) } : {}) }]))
  const norm = (s: any) => { const k = Object.keys(s)[0]!; const v = { ...s[k] }; delete v.startedAt; delete v.finishedAt; delete v.containerID; if (v.message) v.message = rep(v.message); return { [k]: v } }
  return JSON.stringify({ phase: st.phase, ...(st.reason ? { reason: st.reason } : {}), deleting: pod.metadata.deletionGracePeriodSeconds, cond, init: cs(st.initContainerStatuses), cs: cs(st.containerStatuses) })
}
function recorded(t: any): string {
  const norm = (s: any) => { const k = Object.keys(s)[0]!; const v = { ...s[k] }; delete v.startedAt; delete v.finishedAt; return { [k]: v } }
  const cs = (l: any) => Object.fromEntries(Object.entries(l ?? {}).sort().map(([n, c]: any) => [n, { ready: c.ready, started: c.started, restarts: c.restarts, state: norm(c.state), ...(c.last ? { last: norm(c.last) } : {}) }]))
  return JSON.stringify({ phase: t.phase, ...(t.reason ? { reason: t.reason } : {}), deleting: t.deleting, cond: t.conditions, init: cs(t.initContainerStatuses), cs: cs(t.containerStatuses) })
}
const canon = (s: string) => { const sort = (v: any): any => v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, sort(v[k])])) : v; return JSON.stringify(sort(JSON.parse(s))) }
it('kubelet', () => {
  const names = process.env['CASES']?.split(',') ?? fs.readdirSync(dir).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5))
  let ok = 0
  for (const name of names) {
    const c = JSON.parse(fs.readFileSync(`${dir}${name}.json`, 'utf8'))
    const s = new Simulator({ nodes: [{ name: 'node-1' }], start: START })
    for (const i of ['nginx', 'nginx:1.27', 'busybox:1.36', 'busybox:latest', 'nonroot:1', 'named:1']) s.kubelets.preload(i)
    s.clock.runTo(START)
    const req = (method: string, path: string, body?: unknown, contentType?: string) => s.server.handle({ method, path, user: ADMINISTRATOR, body, ...(contentType ? { contentType } : {}) } as any)
    let podName = 'p'
    for (const o of c.objects) { const k = `${o.kind.toLowerCase()}s`; const r = req('POST', `/api/v1/namespaces/default/${k}`, o); if (r.code > 299) console.log(name, r.code, JSON.stringify(r.body).slice(0, 300)); if (o.kind === 'Pod') podName = o.metadata.name }
    for (const t of c.then) {
      s.clock.runTo(START + t.at * 1000)
      if ('delete' in t) req('DELETE', `/api/v1/namespaces/default/pods/${podName}`, t.delete === null ? undefined : { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: t.delete })
      else if (t.patch) { const r = req('PATCH', `/api/v1/namespaces/default/pods/${podName}${t.sub ? `/${t.sub}` : ''}`, t.patch, 'application/strategic-merge-patch+json'); if (r.code > 299) console.log(name, JSON.stringify(r.body).slice(0, 200)) }
    }
    s.clock.runTo(START + c.watched * 1000)
    const h = s.store.history.filter((x) => x.resource === 'pods' && x.name === podName)
    const uid = h[0]?.object.metadata.uid ?? ''
    const ours = h.map((x) => ({ at: (x.at - START) / 1000, s: canon(summary(x.object, uid)) }))
    let i = 0; const missing: string[] = []
    for (const t of c.timeline) {
      const want = canon(recorded(t))
      let j = i; while (j < ours.length && ours[j]!.s !== want) j++
      if (j < ours.length) { if (Math.abs(ours[j]!.at - t.at) > 2.01) missing.push(`time ${t.at} got ${ours[j]!.at} ${want.slice(0, 150)}`); i = j } else missing.push(`${t.at} ${want}`)
    }
    const evs = (s.store.list('events', 'default') as any[]).filter((e) => e.involvedObject.kind === 'Pod').map((e) => `${e.type} ${e.reason} ${e.message} ${e.count ?? ''} ${e.involvedObject.fieldPath ?? ''}`.replaceAll(uid, '<uid>').replaceAll('default/p ', '<ns>/p ').replaceAll('_default(', '_<ns>('))
    for (const e of c.events) { const w = `${e.type} ${e.reason} ${e.message} ${e.count ?? ''} ${e.field ?? ''}`; if (!evs.includes(w)) missing.push(`EV ${w} [first ${e.first} last ${e.last}] of ${evs.filter((x) => x.includes(e.reason)).join(' | ')}`) }
    if (missing.length === 0) ok++
    else if (process.env['SHOW']) { console.log(`${name}\n  ${missing.join('\n  ')}${process.env['SHOW'] === '2' ? '\n' + ours.map((o) => `   ${o.at} ${o.s}`).join('\n') : ''}`) } else console.log(name, missing.length)
  }
  console.log(`${ok}/${names.length}`)
}, 100000)
