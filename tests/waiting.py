"""Waiting on an event loop for what is to come, as long as a slow machine takes."""

import asyncio
import time

LONGEST = 20  # seconds


async def until(condition):
    """Let the loop run until `condition()` holds."""
    deadline = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < deadline, "it has not come"
        await asyncio.sleep(0.005)
