// e2e-test-images/agnhost: the test image with many faces: pause, netexec, serve-hostname, liveness.
import type { ImageBehaviour, Program, ProgramContext, Server } from '../contract.ts'
import type { Co } from '../coroutine.ts'

/** The liveness example of the documentation is well for ten seconds. */
const WELL_MS = 10_000

/** What a Go program ends with on SIGTERM as the first process of its container, unless it takes the signal. */
const GO_SIGNALLED = 2

function* serve(
  { world, hears }: ProgramContext,
  port: number,
  http: NonNullable<Server['http']>,
  end = GO_SIGNALLED,
): Co<number> {
  const listener = { http: (ask: Parameters<typeof http>[0]) => http(ask, world) }
  world.network.listen(port, listener)
  try {
    yield (resume) => {
      hears((name) => {
        const ends = name === 'SIGTERM' || name === 'SIGINT'
        if (ends) resume()
        return ends
      })
      return undefined
    }
    return end
  } finally {
    world.network.close(port, listener)
  }
}

const agnhost: Program = (context, [what = 'pause']) => {
  const start = context.world.clock.now()
  switch (what) {
    case 'liveness':
      return serve(context, 8080, ({ path }, { clock }) => {
        const age = clock.now() - start
        if (path !== '/healthz') return { code: 200, body: String(start) }
        return age > WELL_MS ? { code: 500, body: `error: ${age / 1000}` } : { code: 200, body: 'ok' }
      })
    case 'serve-hostname':
      return serve(context, 9376, (_ask, { hostname }) => ({ code: 200, body: hostname }))
    case 'netexec':
      return serve(context, 8080, ({ path }, { hostname, time }) => {
        if (path.startsWith('/hostname') || path.startsWith('/hostName')) return { code: 200, body: hostname }
        return { code: 200, body: path === '/healthz' ? '' : `NOW: ${new Date(time.now()).toISOString()}` }
      })
    default:
      return serve(context, 0, () => ({ code: 404, body: '' }), 0)
  }
}

/** e2e-test-images/agnhost. */
export const image: ImageBehaviour = {
  name: 'e2e-test-images/agnhost',
  size: 53_000_000,
  entrypoint: ['/agnhost'],
  cmd: ['pause'],
  programs: { '/agnhost': agnhost, agnhost },
}
