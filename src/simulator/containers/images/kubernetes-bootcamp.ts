// google-samples/kubernetes-bootcamp: says on which pod it runs and counts its requests; node as the first process of its container hears
// no SIGTERM. Upstream: server.js of the image, as kubernetes.io/docs/tutorials/kubernetes-basics shows it.
import { formatTime } from '../../../model/time.ts'
import type { ImageBehaviour, Program, World } from '../contract.ts'
import { serve } from '../programs/serve.ts'

const PORT = 8080

/** As JavaScript writes it. */
const moment = ({ time }: World): string => {
  const now = time.now()
  return `${formatTime(now).slice(0, 19)}.${String(now % 1000).padStart(3, '0')}Z`
}

const node: Program = (context) => {
  const { world, out } = context
  const { hostname, clock, tag } = world
  const version = tag.startsWith('v2') ? 2 : 1
  const started = clock.now()
  let requests = 0
  out.write(`Kubernetes Bootcamp App Started At: ${moment(world)} | Running On:  ${hostname} \n\n`)
  const http = () => {
    requests++
    const uptime = (clock.now() - started) / 1000
    out.write(
      `Running On: ${hostname} | Total Requests: ${requests} | App Uptime: ${uptime} seconds | Log Time: ${moment(world)}\n`,
    )
    return { code: 200, body: `Hello Kubernetes bootcamp! | Running on: ${hostname} | v=${version}\n` }
  }
  return serve(context, new Map([[PORT, { http }]]), {})
}

/** google-samples/kubernetes-bootcamp. */
export const image: ImageBehaviour = {
  name: 'google-samples/kubernetes-bootcamp',
  size: 82_000_000,
  cmd: ['/bin/sh', '-c', 'node server.js'],
  tools: 'gnu',
  has: ['curl', 'kill', 'pgrep', 'pkill', 'ps', 'wget'],
  env: { NPM_CONFIG_LOGLEVEL: 'info', NODE_VERSION: '6.3.1' },
  programs: { node },
}
