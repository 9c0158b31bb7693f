// httpd: Apache's web server, which logs every request. Limit: what it says when it starts names its version, and is left out.
// Upstream: docker-library/httpd, which leads its logs to the standard streams.
import type { Answer, Ask, ImageBehaviour, World } from '../contract.ts'
import { commonLine } from '../programs/access-log.ts'
import { webFiles } from '../programs/web-files.ts'

const missing = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>404 Not Found</title>
</head><body>
<h1>Not Found</h1>
<p>The requested URL was not found on this server.</p>
</body></html>
`

const files = webFiles('/usr/local/apache2/htdocs', missing)

function serve(ask: Ask, world: World): Answer {
  const answer = files(ask, world)
  world.print(`${commonLine(ask, answer, world)}\n`, 'stdout')
  return answer
}

/** httpd. */
export const image: ImageBehaviour = {
  name: 'httpd',
  size: 58_000_000,
  cmd: ['httpd-foreground'],
  tools: 'gnu',
  files: { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
  programs: {
    'httpd-foreground': {
      listens: [80],
      http: serve,
    },
  },
}
