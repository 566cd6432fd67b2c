"""Serve the site that ``make lite`` built, for this computer alone, and open it."""

import threading
import webbrowser
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from tools.make_lite import SITE

PORT = 8899


class Handler(SimpleHTTPRequestHandler):
    """Gives the files of a folder, under a part of the address."""

    protocol_version = "HTTP/1.1"  # keeps a connection for the next of some hundred files
    # What the system's own table says of these, a browser may refuse to run.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def __init__(self, *arguments, under, **settings):
        self._under = under
        super().__init__(*arguments, **settings)

    def handle(self):
        """Answer, until a page is left: then the browser gives up what is on its way."""
        with suppress(ConnectionError):
            super().handle()

    def translate_path(self, path):
        """Return the file of an address; outside the site there is none."""
        inside = path.startswith(self._under)
        return super().translate_path(path.removeprefix(self._under) if inside else "/none")

    def end_headers(self):
        """Let the browser ask every time whether a file has changed."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *message):
        """Print nothing."""


class Server(ThreadingHTTPServer):
    """Answers a browser, which asks for many files at once."""

    request_queue_size = 100  # beyond it, a browser's connection waits for seconds or minutes


@contextmanager
def serving(folder, port=0, under="/", handler=Handler):
    """Serve a folder while the block runs; give its address.

    Parameters
    ----------
    folder : Path
    port : int
        0 takes any that is free.
    under : str
        The part of the address between the port and the folder; begins and ends with a slash.
    handler : class
        Of ``Handler``, or one that is made from it.
    """
    answering = partial(handler, directory=folder, under=under)
    with Server(("127.0.0.1", port), answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{under}"
        finally:
            server.shutdown()


def main():
    with serving(SITE, PORT) as address:
        print(f"The course stands at {address}\nCtrl+C ends it.", flush=True)
        webbrowser.open(address)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
