// httpd: Apache's web server.
import type { ImageBehaviour } from '../contract.ts'
import { webFiles } from '../programs/web-files.ts'

const missing = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>404 Not Found</title>
</head><body>
<h1>Not Found</h1>
<p>The requested URL was not found on this server.</p>
</body></html>
`

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
      http: webFiles('/usr/local/apache2/htdocs', missing),
    },
  },
}
