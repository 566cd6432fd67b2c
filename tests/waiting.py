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


async def until_quiet():
    """Let the loop run until nothing is to come any more."""
    loop = asyncio.get_running_loop()
    await until(lambda: all(each.cancelled() for each in loop._scheduled))
    await asyncio.sleep(0)  # for what came last, and is to be called at once
