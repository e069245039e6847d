import os


async def ping(h, i, a):
    return {"pid": os.getpid(), "uid": os.getuid()}


async def shutdown(h, i, a):
    h.stop.set()
    return {}


TABLE = {"Ping": ping, "Shutdown": shutdown}
