"""Running other programs: quiet when they succeed, whole output when they fail."""

import subprocess

from .console import ToolError


def run_quietly(command, what, **options):
    """Run a command; when it fails, raise with the last lines that it printed."""
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **options,
    )
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise ToolError(f"{what} failed (exit code {done.returncode}):\n{tail}")
    return done.stdout
