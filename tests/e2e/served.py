"""A running Odoo server on one database, asked over HTTP as a browser asks it."""

import json
import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

#: Seconds until a server must answer, and until it must have answered a call.
START_TIME, CALL_TIME = 120, 120
#: How servers answer: in threads of one process, or in several processes.
THREADED, PREFORK = (), ("--workers=4",)
FAULT = re.compile(
    r"^[\d-]+ [\d:,]+ \d+ (ERROR|CRITICAL) .*|^Traceback.*", re.MULTILINE
)


@dataclass(frozen=True)
class Answer:
    """What a call came to: its result, or the kind and the words of an error."""

    status: int
    result: object = None
    error: str = ""
    message: str = ""


class Served:
    """One server, with the session of whoever logged in last."""

    def __init__(self, database, port, log):
        self.database = database
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        self.cookie = ""

    def login(self, login, password):
        """Log in; calls after it are that user's."""
        params = {"db": self.database, "login": login, "password": password}
        request = self._request("/web/session/authenticate", params)
        with urllib.request.urlopen(request, timeout=CALL_TIME) as response:
            assert json.load(response)["result"]["uid"]
            self.cookie = response.headers["Set-Cookie"].partition(";")[0]

    def call(self, model, method, *arguments, barrier=None):
        """Call a method as the web client does, once all others at the barrier do."""
        request = self._request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": arguments, "kwargs": {}},
        )
        if barrier:
            barrier.wait()
        try:
            with urllib.request.urlopen(request, timeout=CALL_TIME) as response:
                status, body = response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return Answer(error.code)
        failure = body.get("error", {}).get("data", {})
        return Answer(
            status,
            body.get("result"),
            failure.get("name", ""),
            failure.get("message", ""),
        )

    def call_at_once(self, model, method, calls):
        """Return the answers to calls that are made at one moment, in their order."""
        answers, barrier = [None] * len(calls), threading.Barrier(len(calls))

        def run(number, arguments):
            answers[number] = self.call(model, method, *arguments, barrier=barrier)

        threads = [threading.Thread(target=run, args=call) for call in enumerate(calls)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def faults(self):
        """Return the lines of the log that tell of a fault."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return [match.group() for match in FAULT.finditer(text)]

    def most_tries(self):
        """Return how often the unluckiest call was made, Odoo's own tries included."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return 1 + max(
            (5 - int(n) for n in re.findall(r"(\d) tries left", text)), default=0
        )

    def _request(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        headers = {"Content-Type": "application/json", "Cookie": self.cookie}
        return urllib.request.Request(
            self.address + path, json.dumps(body).encode(), headers
        )


@contextmanager
def serve(used, folder, options=THREADED):
    """Give a server on a copy of the database in use, on ports that are free now."""
    port, other_port = free_ports(2)
    served = Served(used.name, port, folder / "odoo.log")
    command = used.environment.command(
        *("server", "-d", used.name, "--db-filter", f"^{used.name}$"),
        *("--http-port", port, "--gevent-port", other_port),
        *("--max-cron-threads", 0, "--logfile", served.log, *options),
    )
    process = subprocess.Popen(
        command, env=used.environment.variables, stdin=subprocess.DEVNULL
    )
    try:
        wait_for(served, process)
        yield served
    finally:
        process.terminate()
        process.wait()


def wait_for(served, process):
    limit = time.monotonic() + START_TIME
    while True:
        try:
            with urllib.request.urlopen(f"{served.address}/web/login", timeout=30):
                return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < limit, "the server does not answer"
            time.sleep(0.3)


def free_ports(count):
    """Return ports that nobody uses."""
    probes = [socket.socket() for _n in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
