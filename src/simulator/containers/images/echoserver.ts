// echoserver: tells a client what it has asked, and from where; 1.4 in other words than those after it.
// Upstream: kubernetes/ingress-nginx, images/echoheaders (1.4) and images/echo.
import type { Answer, Ask, ImageBehaviour, World } from '../contract.ts'

const PORT = 8080
const OLD_TAG = /^1\.[0-4]$/

function serve(ask: Ask, world: World): Answer {
  const { headers = {}, path, method, from = '' } = ask
  const listed = Object.entries(headers)
    .map(([name, value]) => `${name.toLowerCase()}=${value}`)
    .sort()
  const host = (headers['Host'] ?? '').split(':')[0]
  const [, query] = path.split('?')
  const uri = `http://${host}:${PORT}${path}`
  const body = OLD_TAG.test(world.tag)
    ? `CLIENT VALUES:
client_address=${from}
command=${method}
real path=${path}
query=${query ?? 'nil'}
request_version=1.1
request_uri=${uri}

SERVER VALUES:
server_version=nginx: 1.10.0 - lua: 10001

HEADERS RECEIVED:
${listed.join('\n')}
BODY:
-no body in request-`
    : `\n\nHostname: ${world.env['HOSTNAME']}

Pod Information:
${podOf(world)}

Server values:
\tserver_version=nginx: 1.13.3 - lua: 10008

Request Information:
\tclient_address=${from}
\tmethod=${method}
\treal path=${path}
\tquery=${query ?? ''}
\trequest_version=1.1
\trequest_scheme=http
\trequest_uri=${uri}

Request Headers:
${listed.map((each) => `\t${each}`).join('\n')}

Request Body:
\t-no body in request-

`
  return { code: 200, body }
}

/** What the downward API has told it. */
function podOf({ env }: World): string {
  const { POD_NAME, NODE_NAME, POD_NAMESPACE, POD_IP } = env
  if (POD_NAME === undefined) return '\t-no pod information available-'
  const lines = { 'node name': NODE_NAME, 'pod name': POD_NAME, 'pod namespace': POD_NAMESPACE, 'pod IP': POD_IP }
  return Object.entries(lines)
    .map(([name, value]) => `\t${name}:\t${value ?? 'N/A'}`)
    .join('\n')
}

/** echoserver. */
export const image: ImageBehaviour = {
  name: 'echoserver',
  size: 44_000_000,
  cmd: ['/usr/local/bin/run.sh'],
  tools: 'gnu',
  has: ['curl'],
  programs: { '/usr/local/bin/run.sh': { listens: [PORT], http: serve } },
}
